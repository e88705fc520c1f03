/** What became of a command to one service. */
export interface CommandResult {
  service: string;
  ok: boolean;
  sentence: string;
  hint: string;
  warning: string;
}

export interface CommandOutput {
  results: CommandResult[];
}
