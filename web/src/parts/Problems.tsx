import type { Status } from "../api/status";
import { Trouble } from "./Trouble";

/** What keeps the daemon from its work, above everything else. */
export function Problems({ status }: { status: Status }) {
  return (
    <>
      {status.engine_lost && (
        <Trouble text={`Docker does not answer: ${status.engine_lost}`} hint="Nothing is changed until it does." />
      )}
      {status.settings_error && (
        <Trouble
          text={`Changed settings are refused: ${status.settings_error}`}
          hint="Those from before are in force."
        />
      )}
      {status.journal_error && (
        <Trouble
          text={`The journal cannot be written: ${status.journal_error}`}
          hint="Docktor goes on, and writes it once it can."
        />
      )}
      {status.journal_loss && (
        <Trouble
          text={`The journal is not whole: ${status.journal_loss}`}
          hint="What is missing cannot be explained any more; what follows is on record."
        />
      )}
    </>
  );
}
