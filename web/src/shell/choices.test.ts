import { expect, test, vi } from "vitest";

import type { Session } from "../api/session";
import type { ServiceStatus } from "../api/status";
import { choicesFor } from "./choices";

// Asks the browser for its colours as soon as it is there.
vi.mock("../theme", () => ({ chooseTheme: () => {} }));

const least = { approve: "approver", reject: "approver", pause: "admin", resume: "admin" } as const;
const admin: Session = { actor: "person", role: "admin", least_roles: least };
const web = { service: "shop/web", mode: "auto", override: "" } as ServiceStatus;
const proposal = {
  id: "d7",
  service: "shop/web",
  from: 1,
  to: 2,
  made_at: "",
  expires: "",
  sentence: "",
  digest: "0a",
};

test("no two choices are the same, whatever they are called", () => {
  const services = [web, { ...web, service: "blog/web", proposal }];
  for (const text of ["", "web", "d7"]) {
    const ids = choicesFor(text, services, admin).map((choice) => choice.id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("another proposal is another choice", () => {
  const idFor = (id: string) =>
    choicesFor("approve d", [{ ...web, proposal: { ...proposal, id } }], admin).find((one) =>
      one.name.startsWith("docktor approve"),
    )?.id;
  expect(idFor("d7")).toBeTruthy();
  expect(idFor("d7")).not.toBe(idFor("d9"));
});

test("what the role may not do says who may", () => {
  const refusals = choicesFor("docktor", [{ ...web, proposal }], { ...admin, role: "approver" }).map((one) => [
    one.name,
    one.refusal,
  ]);
  expect(Object.fromEntries(refusals)).toMatchObject({
    "docktor approve d7": "",
    "docktor reject d7": "",
    "docktor pause web --for 1h": "Only an admin may do this",
  });
});
