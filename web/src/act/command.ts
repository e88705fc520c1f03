import type { Input } from "../api/ask";
import type { Proposal } from "../api/proposal";
import { shortName } from "../live/short_name";
import { shortDuration } from "../words/duration";
import { shellWord } from "../words/shell";

/** A change that can be asked for, and the command line that asks for the same. */
export interface Command {
  operation: string;
  input: Input;
  text: string;
}

/** For how long, in seconds; null: until it is taken back. */
export type Hold = number | null;

const nameFor = (service: string): string => (service === "all" ? "all" : shellWord(shortName(service)));
const held = (hold: Hold): Input => (hold === null ? {} : { hold });
const heldText = (hold: Hold): string => (hold === null ? "" : ` --for ${shortDuration(hold)}`);

export function pause(service: string, hold: Hold, way: "" | "up" | "down" = ""): Command {
  return {
    operation: "pause",
    input: { service, ...held(hold), ...(way ? { [way]: true } : {}) },
    text: `docktor pause ${nameFor(service)}${way ? ` --${way}` : ""}${heldText(hold)}`,
  };
}

export function lean(service: string, way: "conservative" | "aggressive", hold: Hold): Command {
  return {
    operation: "lean",
    input: { service, way, ...held(hold) },
    text: `docktor lean ${nameFor(service)} ${way}${heldText(hold)}`,
  };
}

export const resume = (service: string): Command => ({
  operation: "resume",
  input: { service },
  text: `docktor resume ${nameFor(service)}`,
});

/** How a service may be treated; `settings`: as they say. */
export type WantedMode = "auto" | "manual" | "settings";

export const chooseMode = (service: string, mode: WantedMode): Command => ({
  operation: "mode",
  input: { service, mode },
  text: `docktor mode ${nameFor(service)} ${mode}`,
});

/** How a commanded count is meant. `once`: then left to itself. */
export type Manner = "exactly" | "at_least" | "at_most" | "once";

export function scale(service: string, replicas: number, manner: Manner, hold: Hold): Command {
  const flag = manner === "exactly" ? "" : ` --${manner.replace("_", "-")}`;
  const end = manner === "once" ? null : hold;
  return {
    operation: "scale",
    input: { service, replicas, ...held(end), ...(manner === "exactly" ? {} : { [manner]: true }) },
    text: `docktor scale ${nameFor(service)} ${replicas}${flag}${heldText(end)}`,
  };
}

/** An answer is bound to the proposal that was seen. */
const answer = (operation: string, { id, digest }: Proposal, input: Input = {}, words = ""): Command => ({
  operation,
  input: { id, digest, ...input },
  text: `docktor ${operation} ${shellWord(id)}${words}`,
});

export const approve = (proposal: Proposal): Command => answer("approve", proposal);
export const reject = (proposal: Proposal): Command => answer("reject", proposal);
export const modify = (proposal: Proposal, replicas: number): Command =>
  answer("modify", proposal, { replicas }, ` ${replicas}`);
