export type Phase = "starting" | "ready" | "draining" | "unhealthy" | "paused" | "exited";

export interface Replica {
  id: string;
  name: string;
  number: number;
  phase: Phase;
  created_at: string;
  started_at: string;
  copy: boolean;
  exit_code: number;
  out_of_memory: boolean;
  limits: { cpus?: number; memory_bytes?: number };
}

export interface Queue {
  signal: string;
  kind: string;
  url: string;
  queue: string;
  waiting?: number;
}

/** What is known of a service, and whether it can be scaled. */
export interface ServiceFacts {
  service: string;
  image: string;
  enabled: boolean;
  scalable: boolean;
  why_not: string[];
  warnings: string[];
  min: number;
  max: number;
  replicas: Replica[];
  queues: Queue[];
}
