import { command } from "../api/ask";
import type { CommandOutput } from "../api/command_result";
import { asFailure } from "../api/failure";
import { refresh } from "../live/connect";
import type { Command } from "./command";
import { notify } from "./notices";

/** Asks for it and tells what became of it. */
export async function run(what: Command): Promise<boolean> {
  try {
    const { results } = await command<CommandOutput>(what.operation, what.input);
    for (const result of results) {
      const hint = [result.hint, result.warning].filter(Boolean).join(" ");
      notify({ ok: result.ok, text: result.sentence, hint, command: what.text });
    }
    void refresh();
    return results.every((result) => result.ok);
  } catch (error) {
    const failure = asFailure(error);
    notify({ ok: false, text: failure.message, hint: failure.hint, command: what.text });
    return false;
  }
}
