import type { Event } from "../api/event";
import type { ServiceStatus, Status } from "../api/status";
import type { Link, Way } from "./link";
import { withSample, type Sample } from "./samples";

export interface LiveState {
  link: Link;
  status: Status | null;
  samples: Record<string, readonly Sample[]>;
  /** Changes whenever something was decided or done. */
  news: string;
  lastEvent: Event | null;
  /** What the daemon's clock is ahead of this one, in milliseconds. */
  skew: number;
}

let state: LiveState = { link: { kind: "connecting" }, status: null, samples: {}, news: "", lastEvent: null, skew: 0 };
const listeners = new Set<() => void>();

export const liveState = (): LiveState => state;

export function onLiveChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(change: Partial<LiveState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

/** Those that are as they were stay the same objects, so that only rows with something new are drawn. */
function keepSame(before: ServiceStatus[], now: ServiceStatus[]): ServiceStatus[] {
  const known = new Map(before.map((service) => [service.service, service]));
  return now.map((service) => {
    const old = known.get(service.service);
    return old && JSON.stringify(old) === JSON.stringify(service) ? old : service;
  });
}

function newsOf(services: ServiceStatus[]): string {
  return services.map((s) => `${s.decision ?? ""}${s.proposal?.id ?? ""}${s.acting ? "!" : ""}${s.override}`).join(" ");
}

export function takeStatus(status: Status, by: Way): void {
  const at = Date.parse(status.at);
  const known = state.status;
  const older = known?.daemon.started_at === status.daemon.started_at && at < Date.parse(known.at);
  if (older && state.link.kind === "live") return; // overtaken by what is known
  const services = keepSame(state.status?.services ?? [], status.services);
  const samples = Object.fromEntries(
    services.map((service) => [service.service, withSample(state.samples[service.service] ?? [], service, at / 1000)]),
  );
  const link: Link = state.link.kind === "live" && state.link.by === by ? state.link : { kind: "live", by };
  set({ status: { ...status, services }, samples, link, skew: at - Date.now(), news: newsOf(services) });
}

export const takeEvent = (event: Event): void => set({ lastEvent: event, news: `${state.news} ${event.at}` });

export function lose(why: string, since: number): void {
  if (state.link.kind === "lost" || state.link.kind === "signed out") return;
  set({ link: { kind: "lost", since, why } });
}

/** Whoever logs in next may be another. */
export const signOut = (link: Extract<Link, { kind: "signed out" }>): void =>
  set({ link, status: null, samples: {}, lastEvent: null });
