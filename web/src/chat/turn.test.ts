import { expect, test } from "vitest";

import { newTurn, withItem } from "./turn";

const turn = newTurn("docktor", "");
const item = {
  understood: "",
  assumed: [],
  asks: false,
  note: "",
  operation: "",
  answer: null,
  model: "",
  piece: "",
  said: "",
};

test("an order is told by its command and what became of it", () => {
  const answer = {
    results: [{ service: "shop/web", ok: true, sentence: "web stays at 2: it is paused", hint: "", warning: "" }],
  };
  expect(
    withItem(turn, { ...item, understood: "docktor pause web --for 10m", answer, assumed: ["for an hour"] }),
  ).toMatchObject({
    by: "docktor",
    commands: ["docktor pause web --for 10m"],
    lines: ["web stays at 2: it is paused"],
    notes: ["for an hour"],
  });
});

test("a model's pieces add up, and the whole replaces them", () => {
  const pieces = ["Bec", "ause"].reduce((old, piece) => withItem(old, { ...item, model: "m", piece }), turn);
  expect(pieces).toMatchObject({ by: "model", text: "Because" });
  expect(withItem(pieces, { ...item, model: "m", said: "Because of load." }).text).toBe("Because of load.");
});

test("what is guessed waits for a yes to just that command", () => {
  const understood = "docktor pause web --for 1h";
  const asking = withItem(turn, { ...item, understood, asks: true, said: "Nothing was done yet." }, "pause web");
  expect(asking).toMatchObject({
    asked: { text: "pause web", command: understood },
    commands: [understood],
    text: "Nothing was done yet.",
  });
  expect(withItem(turn, { ...item, understood }).asked).toBeNull();
});
