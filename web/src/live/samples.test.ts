import { expect, test } from "vitest";

import type { ServiceStatus } from "../api/status";
import { withSample } from "./samples";

const service = (running: number, cpu?: number) => ({ running, cpu }) as ServiceStatus;

test("one in five seconds is kept, a changed count at once", () => {
  const first = withSample([], service(2, 0.5), 100);
  expect(withSample(first, service(2, 0.9), 103)).toBe(first);
  expect(withSample(first, service(3, 0.9), 103)).toEqual([...first, { at: 103, cpu: 0.9, running: 3 }]);
  expect(withSample(first, service(2), 105)).toEqual([...first, { at: 105, cpu: null, running: 2 }]);
});
