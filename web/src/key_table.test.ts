import { expect, test, vi } from "vitest";

import { KeyReader } from "./key_table";

function pressed(...keys: (string | number)[]): string[] {
  const done: string[] = [];
  const does = (name: string) => () => void done.push(name);
  const shell = { "g a": does("go"), "g d": does("decisions"), c: does("chat") };
  const page = { a: does("approve"), r: does("reject") };
  const reader = new KeyReader();
  let now = 0;
  for (const key of keys)
    if (typeof key === "number") now += key;
    else reader.read([page, shell], key, (now += 100))?.();
  return done;
}

test("the second of a pair is not taken for itself, whether there is such a pair or not", () => {
  expect(pressed("g", "a")).toEqual(["go"]);
  expect(pressed("g", "r")).toEqual([]);
  expect(pressed("g", "r", "r")).toEqual(["reject"]);
  expect(pressed("g", "g", "a")).toEqual(["go"]);
  expect(pressed("g", "a", "a")).toEqual(["go", "approve"]);
});

test("alone, and long after another, a key means itself", () => {
  expect(pressed("a", "c", "r")).toEqual(["approve", "chat", "reject"]);
  expect(pressed("g", 2000, "a")).toEqual(["approve"]);
});

test("of two tables the newer one counts", () => {
  const old = vi.fn();
  const fresh = vi.fn();
  new KeyReader().read([{ a: old }, { a: fresh }], "a", 0)?.();
  expect(old).not.toHaveBeenCalled();
  expect(fresh).toHaveBeenCalled();
});
