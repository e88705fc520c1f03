/** What a signal was over one step of time. */
export interface HistoryPoint {
  at: string;
  mean: number;
  high: number;
  running: number;
  ready: number;
}

/** Where nothing was sampled there is no point. `step`: seconds between two of them. */
export interface History {
  service: string;
  signal: string;
  /** That the service has now. */
  signals: string[];
  step: number;
  /** Of the signal, now. */
  target?: number;
  points: HistoryPoint[];
}
