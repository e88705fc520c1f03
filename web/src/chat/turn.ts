import { answerLines, type PromptItem } from "./answer";

/** One thing said, by the reader or by Docktor. Whatever a model says is text and stays text. */
export interface Turn {
  id: number;
  by: "person" | "docktor" | "model";
  text: string;
  /** The commands that say the same. */
  commands: string[];
  lines: string[];
  notes: string[];
  /** What was said, where it waits for a yes to how it was understood: the command. */
  asked: { text: string; command: string } | null;
  failed: boolean;
  ended: boolean;
}

let lastId = 0;

export const newTurn = (by: Turn["by"], text: string): Turn => ({
  id: ++lastId,
  by,
  text,
  commands: [],
  lines: [],
  notes: [],
  asked: null,
  failed: false,
  ended: by === "person",
});

/** A turn with one more item of the answer to `text` in it. */
export function withItem(old: Turn, item: PromptItem, text = ""): Turn {
  return {
    ...old,
    by: item.model ? "model" : old.by,
    text: item.said || old.text + item.piece,
    commands: item.understood ? [...old.commands, item.understood] : old.commands,
    lines: [...old.lines, ...answerLines(item.answer)],
    asked: item.asks ? { text, command: item.understood } : old.asked,
    notes: [...old.notes, ...item.assumed, ...(item.note ? [item.note] : [])],
  };
}
