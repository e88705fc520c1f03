import { expect, test } from "vitest";

import { routeOf, toDecision, toDecisions, toService } from "./routes";

test("every link leads to what it names", () => {
  expect(routeOf(toService("shop/web ü"))).toEqual({ page: "service", service: "shop/web ü" });
  expect(routeOf(toDecision("d42"))).toEqual({ page: "decision", id: "d42" });
  expect(routeOf(toDecisions("shop/web"))).toEqual({ page: "decisions", service: "shop/web" });
  expect(routeOf(toDecisions())).toEqual({ page: "decisions", service: "" });
});

test("nothing is the overview; what nobody knows is unknown, also where it cannot be read", () => {
  expect(routeOf("")).toEqual({ page: "overview" });
  expect(routeOf("#/")).toEqual({ page: "overview" });
  expect(routeOf("#/health/x").page).toBe("unknown");
  expect(routeOf("#/services/%E0%A4%A").page).toBe("unknown");
});

test("who makes a link puts nothing hidden into it", () => {
  expect(routeOf(toService("shop/web\u202e4"))).toEqual({ page: "service", service: "shop/web\ufffd4" });
});
