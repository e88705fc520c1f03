import { expect, test } from "vitest";

import { shellWord } from "./shell";

test("plain names stay bare", () => {
  for (const name of ["web", "web-2", "my_shop.api", "shop/web", "d42"]) expect(shellWord(name)).toBe(name);
});

test("what a shell would take for more than a name stands in quotes", () => {
  expect(["web$(x)", "a b", "`id`", "a;b", "~", ""].map(shellWord)).toEqual([
    "'web$(x)'",
    "'a b'",
    "'`id`'",
    "'a;b'",
    "'~'",
    "''",
  ]);
  expect(shellWord("it's")).toBe("'it'\\''s'");
  expect(shellWord("web\nrm")).toBe("'web\nrm'");
});
