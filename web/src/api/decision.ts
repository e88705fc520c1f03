export interface Evidence {
  subject: string;
  figures: { name: string; value: number }[];
}

/** A rule that keeps the count within [floor, ceiling]. */
export interface Constraint {
  reason: string;
  rank: string;
  floor: number;
  ceiling: number;
  until?: string;
  evidence: Evidence;
}

export interface Signal {
  name: string;
  count: number;
  mean?: number;
  p95?: number;
  age: number;
}

export interface Inputs {
  running: number;
  ready: number;
  starting: number;
  unhealthy: number;
  draining: number;
  missing: number;
  target: number;
  signals: Signal[];
}

export interface Recommendation {
  strategy: string;
  count: number;
  reason: string;
  evidence: Evidence;
  band_floor: number;
  band_ceiling: number;
}

export interface Advice {
  count: number;
  confidence: number;
  reason: string;
  watch: string;
  model: string;
  asked: string;
}

export interface Action {
  from: number;
  to: number;
  add: number;
  remove: string[];
  resize?: { from: number; to: number };
}

export interface Decision {
  id: string;
  service: string;
  at: string;
  trigger: string;
  inputs: Inputs;
  recommendation: Recommendation;
  advice?: Advice;
  wish: { count: number; by: "rules" | "model" | "agent" | "person" };
  verdict: { count: number; because: string; constraints: Constraint[]; overruled: string[] };
  action?: Action;
}
