/** "1 replica", "3 replicas" */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
