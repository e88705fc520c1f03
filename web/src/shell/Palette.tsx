import { useState } from "react";

import { useSession } from "../act/role";
import { useServices } from "../live/use_live";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { choicesFor, type PaletteChoice } from "./choices";

/** Everything, by its name. What is chosen stays so while the list changes around it, and only that is taken. */
export function Palette({ onClose }: { onClose: () => void }) {
  const services = useServices();
  const [text, setText] = useState("");
  const session = useSession();
  const find = (words: string) => choicesFor(words.trim(), services, session);
  const choices = find(text);
  const [chosen, setChosen] = useState(choices[0]?.id);
  const at = choices.findIndex((choice) => choice.id === chosen);
  const take = (choice: PaletteChoice | undefined) => {
    if (!choice || choice.id !== chosen || choice.refusal) return;
    onClose();
    choice.act();
  };
  const onKey = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    const next = at < 0 && step < 0 ? choices.length - 1 : (at + step + choices.length) % choices.length;
    if (step) setChosen(choices[next]?.id);
    if (event.key === "Enter") take(choices[at]);
    if (step || event.key === "Enter") event.preventDefault();
  };
  return (
    <Dialog label="Go to, or do" onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-line px-4 text-faint">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls="choices"
          aria-activedescendant={choices[at] ? `choice-${at}` : undefined}
          aria-label="Go to, or do"
          placeholder="A service, a page, a decision such as d42, an order…"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(find(event.target.value)[0]?.id);
          }}
          onKeyDown={onKey}
          className="h-12 w-full bg-transparent text-lg text-ink outline-none placeholder:text-faint"
        />
      </div>
      <ul id="choices" role="listbox" aria-label="Choices" className="max-h-[50vh] overflow-y-auto p-1.5">
        {choices.map((choice, i) => (
          <li
            key={choice.id}
            id={`choice-${i}`}
            role="option"
            aria-selected={i === at}
            aria-disabled={choice.refusal !== ""}
            title={choice.refusal || undefined}
            onMouseMove={() => setChosen(choice.id)}
            onPointerDown={(event) => event.pointerType !== "mouse" && setChosen(choice.id)}
            onClick={() => take(choice)}
            className={`flex cursor-pointer items-center gap-3 rounded-md px-3 py-2 text-sm aria-disabled:opacity-50 ${i === at ? "bg-sunken text-ink" : "text-soft"}`}
          >
            <Icon name={choice.icon} />
            <span
              className={`min-w-0 flex-1 truncate ${choice.name.startsWith("docktor ") ? "font-mono text-xs" : ""}`}
            >
              {choice.name}
            </span>
            <span className="text-xs text-faint">{choice.refusal || choice.note}</span>
          </li>
        ))}
      </ul>
      {choices.length === 0 && (
        <p className="px-4 pb-6 text-center text-faint">Nothing is called anything like that.</p>
      )}
    </Dialog>
  );
}
