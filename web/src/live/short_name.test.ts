import { expect, test } from "vitest";

import type { Status } from "../api/status";
import { pause } from "../act/command";
import { shortName } from "./short_name";
import { takeStatus } from "./store";

const see = (...services: string[]) =>
  takeStatus(
    {
      at: "2026-03-01T12:00:00Z",
      daemon: { started_at: "" },
      services: services.map((service) => ({ service })),
    } as unknown as Status,
    "socket",
  );

test("a service has its project's name where another has the same", () => {
  see("shop/web", "shop/api", "blog/web");
  expect(["shop/web", "shop/api", "blog/web"].map(shortName)).toEqual(["shop/web", "api", "blog/web"]);
  expect(pause("shop/web", null).text).toBe("docktor pause shop/web");
  see("shop/web", "shop/api");
  expect(shortName("shop/web")).toBe("web");
});
