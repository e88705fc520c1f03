import { expect, test } from "vitest";

import { told } from "./told";

test("what is plain is told as it is", () => {
  const item = { sentence: "web 2 → 4: CPU at 91 %\nand so on", labels: ["<script>", "שלום", "🚀"], at: 1.5, by: null };
  expect(told(JSON.stringify(item))).toEqual(item);
});

test("what would turn or hide the words around it is shown", () => {
  for (const one of ["\u202e", "\u2066", "\u200f", "\u0000", "\u001b", "\u0085", "\ufeff"]) {
    expect(told(`{"a":["web${one}4 → 2"]}`.replaceAll(one, JSON.stringify(one).slice(1, -1)))).toEqual({
      a: ["web\ufffd4 → 2"],
    });
    const code = one.charCodeAt(0).toString(16).padStart(4, "0");
    expect(told(`"web\\u${code}4"`)).toBe("web\ufffd4");
  }
});

test("a backslash before a u is no such thing", () => {
  expect(told(JSON.stringify("\\u202e"))).toBe("\\u202e");
});
