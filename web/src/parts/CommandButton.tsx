import type { ComponentProps } from "react";

import type { Command } from "../act/command";
import { useWhyNot } from "../act/role";
import { run } from "../act/run";
import { Button } from "./Button";

interface Props extends Omit<ComponentProps<typeof Button>, "onClick" | "title"> {
  command: Command;
  /** Called when it is asked for, before there is an answer. */
  onAsk?: () => void;
}

/** Asks for a change. Where who is logged in may not, it says who may. */
export function CommandButton({ command, onAsk, disabled = false, ...rest }: Props) {
  const refusal = useWhyNot(command.operation);
  const ask = () => {
    onAsk?.();
    void run(command);
  };
  return <Button {...rest} disabled={disabled || refusal !== ""} title={refusal || undefined} onClick={ask} />;
}
