import { Busy } from "../parts/Busy";
import { Button } from "../parts/Button";
import { CommandLine } from "../parts/CommandLine";
import type { Turn } from "./turn";

const most = 3;

/** The first line says it; more than a few are folded. */
function Lines({ lines }: { lines: string[] }) {
  const rest = lines.slice(1).map((line, i) => (
    <p key={i} className="text-soft">
      {line}
    </p>
  ));
  return (
    <>
      {lines[0] && <p>{lines[0]}</p>}
      {rest.length <= most && rest}
      {rest.length > most && (
        <details className="grid gap-1.5">
          <summary className="text-xs text-faint hover:text-ink">In full</summary>
          <div className="mt-1.5 grid gap-1.5 border-l border-line pl-3">{rest}</div>
        </details>
      )}
    </>
  );
}

/** `onAgree`: of the last one, which may wait for a yes. */
export function TurnView({ turn, onAgree }: { turn: Turn; onAgree: (() => void) | undefined }) {
  if (turn.by === "person")
    return <li className="ml-8 self-end rounded-lg rounded-br-sm bg-accent-soft px-3 py-2 text-sm">{turn.text}</li>;
  const silent = !turn.ended && !turn.text && turn.lines.length === 0;
  return (
    <li className="mr-4 grid gap-1.5 text-sm">
      {silent && <Busy text="Understanding…" className="text-faint" />}
      {turn.commands.map((command, i) => (
        <CommandLine key={i} text={command} className="justify-self-start" />
      ))}
      <Lines lines={turn.lines} />
      {turn.text && <p className={`whitespace-pre-wrap ${turn.failed ? "text-bad" : ""}`}>{turn.text}</p>}
      {turn.notes.map((note, i) => (
        <p key={i} className="text-xs text-faint">
          {note}
        </p>
      ))}
      {turn.asked && onAgree && (
        <Button small kind="main" className="justify-self-start" onClick={onAgree}>
          Yes, do it
        </Button>
      )}
      {turn.by === "model" && turn.ended && (
        <p className="text-2xs text-faint">said by the language model, within all limits</p>
      )}
    </li>
  );
}
