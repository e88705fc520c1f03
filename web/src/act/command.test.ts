import { expect, test } from "vitest";

import { chooseMode, lean, modify, pause, resume, scale } from "./command";

test("a command says by input and by text the same", () => {
  expect(pause("shop/web", 3600, "down")).toEqual({
    operation: "pause",
    input: { service: "shop/web", hold: 3600, down: true },
    text: "docktor pause web --down --for 1h",
  });
  expect(scale("shop/web", 4, "at_least", 900)).toEqual({
    operation: "scale",
    input: { service: "shop/web", replicas: 4, hold: 900, at_least: true },
    text: "docktor scale web 4 --at-least --for 15m",
  });
});

test("what has no end names none", () => {
  expect(pause("all", null).text).toBe("docktor pause all");
  expect(lean("shop/web", "conservative", null).text).toBe("docktor lean web conservative");
  expect(resume("shop/web").text).toBe("docktor resume web");
  expect(chooseMode("shop/web", "manual").text).toBe("docktor mode web manual");
});

test("once is not held", () => {
  expect(scale("shop/db", 2, "once", 900).input).toEqual({ service: "shop/db", replicas: 2, once: true });
});

test("a name that a shell would read otherwise is quoted in the text, and is itself in the input", () => {
  const command = pause("shop/web$(x)", null);
  expect(command.text).toBe("docktor pause 'web$(x)'");
  expect(command.input).toEqual({ service: "shop/web$(x)" });
  expect(scale("shop/web$(x)", 4, "exactly", null).text).toBe("docktor scale 'web$(x)' 4");
});

test("an answer is bound to what was seen, and its text is short", () => {
  const seen = {
    id: "d7",
    digest: "0a1b",
    service: "shop/web",
    from: 2,
    to: 4,
    made_at: "",
    expires: "",
    sentence: "",
  };
  expect(modify(seen, 3)).toEqual({
    operation: "modify",
    input: { id: "d7", digest: "0a1b", replicas: 3 },
    text: "docktor modify d7 3",
  });
});
