import { spoken } from "./spoken";

/** Whether a signal is told in percent. */
export const isShare = (signal: string): boolean => /utilization|ratio/.test(signal);

/** "CPU", "memory", "queue length" */
export function signalName(signal: string): string {
  if (signal === "cpu.utilization") return "CPU";
  return spoken(signal.replace(/\.utilization$/, "").replaceAll(".", " "));
}
