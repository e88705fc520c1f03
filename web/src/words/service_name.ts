/** Parts of "project/service". */
export const projectOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf("/")));
export const nameOf = (key: string): string => key.slice(key.indexOf("/") + 1);
