import { useState, type ComponentProps } from "react";

import type { Command } from "../act/command";
import { useWhyNot } from "../act/role";
import { run } from "../act/run";
import { Button } from "./Button";

interface Props extends Omit<ComponentProps<typeof Button>, "onClick" | "title"> {
  command: Command;
  /** Called when it is asked for, before there is an answer. */
  onAsk?: () => void;
}

/** Asks for a change, and for no second one before that is answered. Where who is logged in may not, it says who may; else, to whoever points
 *  at it, the command line that asks for the same. */
export function CommandButton({ command, onAsk, disabled = false, ...rest }: Props) {
  const refusal = useWhyNot(command.operation);
  const [underway, setUnderway] = useState(false);
  const ask = async () => {
    setUnderway(true);
    onAsk?.();
    await run(command);
    setUnderway(false);
  };
  return (
    <Button
      {...rest}
      disabled={disabled || underway || refusal !== ""}
      title={refusal || command.text}
      onClick={() => void ask()}
    />
  );
}
