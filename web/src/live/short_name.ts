import { nameOf } from "../words/service_name";
import { liveState } from "./store";

/** What a service is called: by its name alone, or with its project where two projects have one of that name. */
export function shortName(service: string): string {
  const name = nameOf(service);
  const known = liveState().status?.services ?? [];
  return known.some((one) => one.service !== service && nameOf(one.service) === name) ? service : name;
}
