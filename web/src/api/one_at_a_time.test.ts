import { expect, test, vi } from "vitest";

import { oneAtATime } from "./one_at_a_time";

test("news that comes faster than answers starves nobody, and asks for no more than is needed", async () => {
  vi.useFakeTimers();
  let begun = 0;
  let answered = 0;
  const slow = async () => {
    ++begun;
    await new Promise((done) => setTimeout(done, 1500));
    ++answered;
  };
  const leaving = new AbortController();
  const want = oneAtATime(slow, leaving.signal);
  for (let i = 0; i < 40; ++i) {
    want();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(begun).toBe(3);
  expect(answered).toBe(2);
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toBe(4);
  want();
  leaving.abort();
  want();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toBe(5);
  vi.useRealTimers();
});
