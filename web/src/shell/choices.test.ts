import { expect, test, vi } from "vitest";

import type { ServiceStatus } from "../api/status";
import { choicesFor } from "./choices";

// Asks the browser for its colours as soon as it is there.
vi.mock("../theme", () => ({ chooseTheme: () => {} }));

const web = { service: "shop/web", mode: "auto", override: "" } as ServiceStatus;
const proposal = { id: "d7", service: "shop/web", from: 1, to: 2, made_at: "", expires: "", sentence: "" };

test("what the role may not do says who may", () => {
  const refusals = choicesFor("docktor", [{ ...web, proposal }], "approver").map((one) => [one.name, one.refusal]);
  expect(Object.fromEntries(refusals)).toMatchObject({
    "docktor approve d7": "",
    "docktor reject d7": "",
    "docktor pause web --for 1h": "Only an admin may do this",
  });
});
