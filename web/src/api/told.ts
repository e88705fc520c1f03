import { plain } from "../words/plain";

/** Whether there may be something hidden in it, as it is or as JSON writes it. */
const suspicious = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\\[ubf]/;

const seen = (_: string, value: unknown): unknown => (typeof value === "string" ? plain(value) : value);

/** What the daemon said as JSON. Names, labels and what a model says may be anybody's words: they come plain. */
export function told<T>(text: string): T {
  return JSON.parse(text, suspicious.test(text) ? seen : undefined) as T;
}
