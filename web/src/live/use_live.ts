import { useSyncExternalStore } from "react";

import type { ServiceStatus } from "../api/status";
import { liveState, onLiveChange, type LiveState } from "./store";

/** `pick` has to give the same object while nothing has changed. */
export const useLive = <T>(pick: (state: LiveState) => T): T =>
  useSyncExternalStore(onLiveChange, () => pick(liveState()));

const none: ServiceStatus[] = [];

export const useServices = (): ServiceStatus[] => useLive((state) => state.status?.services ?? none);

export const useService = (key: string): ServiceStatus | undefined =>
  useLive((state) => state.status?.services.find((service) => service.service === key));
