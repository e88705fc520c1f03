import type { ServiceStatus } from "../api/status";

/** What was seen of a service at one time. `at` in seconds. */
export interface Sample {
  at: number;
  cpu: number | null;
  running: number;
}

const every = 5;
const most = 720;

/** The samples with the newest state, which replaces the last one where nothing is new: one in five seconds is enough,
 *  but a changed count is kept at once. */
export function withSample(samples: readonly Sample[], service: ServiceStatus, at: number): readonly Sample[] {
  const last = samples.at(-1);
  if (last && at - last.at < every && last.running === service.running) return samples;
  return [...samples.slice(-most + 1), { at, cpu: service.cpu ?? null, running: service.running }];
}
