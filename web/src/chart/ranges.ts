/** How far back a chart goes. */
export const ranges = [
  { value: "15m", name: "15 min", seconds: 900 },
  { value: "1h", name: "1 h", seconds: 3600 },
  { value: "6h", name: "6 h", seconds: 21600 },
  { value: "24h", name: "24 h", seconds: 86400 },
] as const;

export type Range = (typeof ranges)[number]["value"];

/** More points than that a screen cannot show. */
export const pointsFor = 1500;
