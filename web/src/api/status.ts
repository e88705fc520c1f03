import type { Proposal } from "./proposal";

export type Mode = "auto" | "manual" | "watched" | "dry_run" | "paused" | "override" | "stopped" | "cannot_scale";

/** One service at present. `service` is "project/service"; times are RFC 3339; a share of 0.85 is 85 %. */
export interface ServiceStatus {
  service: string;
  mode: Mode;
  /** What its rules may do, beneath an order; absent: it is not enabled. */
  rules?: "auto" | "manual";
  /** The mode that a person chose, whatever the settings say. */
  chosen?: "auto" | "manual";
  mode_until?: string;
  override: string;
  running: number;
  ready: number;
  min: number;
  max: number;
  cpu?: number;
  cpu_target?: number;
  acting: boolean;
  decision?: string;
  decided_at?: string;
  equal_looks: number;
  sentence: string;
  held_until?: string;
  next_look?: string;
  proposal?: Proposal;
  warnings: string[];
}

export interface Host {
  at: string;
  cores: number;
  cpu_utilization: number;
  memory_bytes: number;
  memory_available_bytes: number;
}

export interface Daemon {
  version: string;
  started_at: string;
  projects: string[];
  compose_file: string;
  url: string;
  engine: string;
  dry_run: boolean;
}

export interface ModelStatus {
  model: string;
  mode: string;
  counsel: { asked: number; followed: number; trouble: string };
}

export interface Status {
  at: string;
  daemon: Daemon;
  engine_lost?: string;
  journal_error?: string;
  /** What of it cannot be used, or was never written. */
  journal_loss?: string;
  settings_error?: string;
  host?: Host;
  model?: ModelStatus;
  readings_from: string;
  services: ServiceStatus[];
}
