import { expect, test } from "vitest";

import type { Role, Session } from "../api/session";
import { whyNot } from "./may";

const least = { approve: "approver", modify: "approver", pause: "admin", scale: "admin" } as const;
const session = (role: Role): Session => ({ actor: "person", role, least_roles: least });
const allowed = (who: Session | null) => Object.keys(least).filter((one) => whyNot(who, one) === "");

test("each may what the daemon says that his role may", () => {
  expect(allowed(session("viewer"))).toEqual([]);
  expect(allowed(session("approver"))).toEqual(["approve", "modify"]);
  expect(allowed(session("admin"))).toEqual(Object.keys(least));
});

test("while nobody knows who it is, or of something unheard of, the daemon is asked", () => {
  expect(allowed(null)).toEqual(Object.keys(least));
  expect(allowed({ actor: "person" })).toEqual(Object.keys(least));
  expect(whyNot(session("viewer"), "dance")).toBe("");
});

test("it is said which role may", () => {
  expect(whyNot(session("viewer"), "approve")).toBe("Only an approver or an admin may do this");
  expect(whyNot(session("approver"), "pause")).toBe("Only an admin may do this");
});
