import { useEffect, useRef, useState } from "react";

import { useServices } from "../live/use_live";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import type { Route } from "../routes";
import { lookingAt } from "./looking";
import { agree, forget, say, stopTalking, useTalk } from "./talk";
import { TurnView } from "./TurnView";

/** Whoever is farther from the end of what was said, in pixels, reads what was before, and is left there. */
const nearEnd = 60;
const scaled = ["auto", "manual", "paused", "override"];

function Greeting({ suggestions, onPick }: { suggestions: string[]; onPick: (text: string) => void }) {
  return (
    <div className="grid gap-2 text-sm">
      <p className="text-soft">
        Say in plain words what Docktor should do, or ask it something. What is half understood is not done.
      </p>
      {suggestions.map((text) => (
        <button
          key={text}
          type="button"
          onClick={() => onPick(text)}
          className="rounded-md border border-line px-3 py-2 text-left text-soft hover:border-line-strong hover:text-ink"
        >
          {text}
        </button>
      ))}
    </div>
  );
}

/** A talk with Docktor, beside every page and about what is on it. */
export function Chat({ route, onClose }: { route: Route; onClose: () => void }) {
  const { turns, busy } = useTalk();
  const services = useServices()
    .filter((service) => scaled.includes(service.mode))
    .map((service) => service.service);
  const [text, setText] = useState("");
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const field = useRef<HTMLTextAreaElement>(null);
  const looking = lookingAt(route, services);
  useEffect(() => {
    if (log.current && following.current) log.current.scrollTop = log.current.scrollHeight;
  }, [turns]);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const send = () => {
    const words = text.trim();
    if (!words || busy) return;
    setText("");
    following.current = true;
    void say(words, looking.at, looking.about);
  };
  return (
    <aside aria-label="Chat" className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex h-12 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
        <h2 className="font-semibold">Chat</h2>
        <div className="flex">
          {turns.length > 0 && (
            <Button small kind="quiet" onClick={forget} disabled={busy}>
              New talk
            </Button>
          )}
          <IconButton icon="close" label="Close the chat" keys="c" onClick={onClose} />
        </div>
      </header>
      <div
        ref={log}
        className="min-h-0 flex-1 overflow-y-auto p-4"
        tabIndex={0}
        role="log"
        aria-label="What was said"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          following.current = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
      >
        {turns.length === 0 && (
          <Greeting
            suggestions={looking.suggestions}
            onPick={(words) => {
              setText(words);
              field.current?.focus();
            }}
          />
        )}
        <ol className="flex flex-col gap-4">
          {turns.map((turn, i) => (
            <TurnView
              key={turn.id}
              turn={turn}
              onAgree={!busy && i === turns.length - 1 ? () => void agree(looking.about) : undefined}
            />
          ))}
        </ol>
      </div>
      <form
        className="shrink-0 border-t border-line p-3"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {looking.at && <p className="mb-1.5 text-xs text-faint">About {looking.at}</p>}
        <div className="flex items-end gap-1 rounded-lg border border-line-strong bg-raised p-1 focus-within:border-accent">
          <textarea
            ref={field}
            aria-label="What to say"
            rows={2}
            value={text}
            placeholder="Why is web at 4?"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") event.currentTarget.blur();
              if (event.key !== "Enter" || event.shiftKey) return;
              event.preventDefault();
              send();
            }}
            className="min-w-0 flex-1 resize-none bg-transparent px-2 py-1 text-sm outline-none placeholder:text-faint"
          />
          {busy ? (
            <Button small onClick={stopTalking}>
              Stop
            </Button>
          ) : (
            <button
              type="submit"
              aria-label="Send"
              disabled={!text.trim()}
              className="rounded-md bg-accent p-2 text-on-accent disabled:opacity-40"
            >
              <Icon name="send" />
            </button>
          )}
        </div>
      </form>
    </aside>
  );
}
