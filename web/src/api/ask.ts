import { apiUrl, logOutUrl } from "./base";
import { asFailure, Failure, failureOf } from "./failure";
import { told } from "./told";

export type Input = Record<string, unknown>;

function withQuery(url: URL, input: Input): URL {
  for (const [name, value] of Object.entries(input))
    if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
  return url;
}

let tellSignedOut: (failure: Failure) => void = () => {};

/** `hear` hears of every answer that says that this browser is not logged in. */
export function onSignedOut(hear: (failure: Failure) => void): void {
  tellSignedOut = hear;
}

const said = async <T>(answer: Response): Promise<T> => told<T>(await answer.text());

async function send(url: URL, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...init, credentials: "same-origin" }).catch((error: unknown) => {
    throw init.signal?.aborted ? error : asFailure(error);
  });
  if (answer.ok) return answer;
  const failure = failureOf(answer.status, await said(answer).catch(() => null));
  if (failure.signedOut) tellSignedOut(failure);
  throw failure;
}

/** Asks what changes nothing. */
export async function ask<T>(operation: string, input: Input = {}, signal: AbortSignal | null = null): Promise<T> {
  return said<T>(await send(withQuery(apiUrl(operation), input), { signal }));
}

/** Asks for a change. */
export async function command<T>(operation: string, input: Input): Promise<T> {
  return said<T>(await post(operation, input, null));
}

/** Ends the login of this browser. */
export async function logOut(): Promise<void> {
  await send(logOutUrl(), { method: "POST" });
}

/** Asks for a change whose answer comes in items, a line of JSON each. */
export async function stream<T>(
  operation: string,
  input: Input,
  take: (item: T) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await post(operation, input, signal);
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line.trim()) takeLine(line, take);
    if (done) return;
  }
}

function takeLine<T>(line: string, take: (item: T) => void): void {
  const item = told<T & { error?: { message: string; hint?: string } }>(line);
  if (item.error?.message) throw new Failure(item.error.message, item.error.hint ?? "", 200);
  take(item);
}

function post(operation: string, input: Input, signal: AbortSignal | null): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return send(apiUrl(operation), { method: "POST", headers, body: JSON.stringify(input), signal });
}
