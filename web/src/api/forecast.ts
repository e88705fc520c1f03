/** What is expected of one moment, in fully busy replicas. */
export interface ForecastStep {
  load: { at: string; low: number; middle: number; high: number };
  replicas_low: number;
  replicas: number;
  replicas_high: number;
}

export interface Accuracy {
  ahead: number;
  occasions: number;
  covered: number;
  error: number;
  error_as_now: number;
  error_as_yesterday: number;
}

export interface Forecast {
  at: string;
  zone: string;
  days: number;
  demand?: number;
  steps: ForecastStep[];
  accuracy: Accuracy[];
  patterns: { sentence: string }[];
  hints: string[];
}
