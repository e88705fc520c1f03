import { expect, test } from "vitest";

import { whyNot } from "./may";

const operations = ["approve", "reject", "modify", "pause", "lean", "resume", "scale"];
const allowed = (role: Parameters<typeof whyNot>[0]) => operations.filter((one) => whyNot(role, one) === "");

test("a viewer changes nothing, an approver answers proposals, an admin does everything", () => {
  expect(allowed("viewer")).toEqual([]);
  expect(allowed("approver")).toEqual(["approve", "reject", "modify"]);
  expect(allowed("admin")).toEqual(operations);
});

test("while nobody knows the role, the daemon is asked", () => {
  expect(allowed(undefined)).toEqual(operations);
});

test("it is said which role may", () => {
  expect(whyNot("viewer", "approve")).toBe("Only an approver or an admin may do this");
  expect(whyNot("approver", "pause")).toBe("Only an admin may do this");
});
