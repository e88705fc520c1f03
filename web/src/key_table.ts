/** What keys do: "a", "ctrl k" (or command), "g d" (one after the other). */
export type KeyTable = Record<string, () => void>;

/** Later than this, in milliseconds, a key has nothing to do with the one before it. */
const together = 1500;

/** Reads one key after another by the tables in force, of which the newest comes last. */
export class KeyReader {
  private before = "";
  private heardAt = -Infinity;

  /** What `key` does at `now`, in milliseconds; undefined: nothing. After a key that begins a pair it only ends one: what
   *  it does alone was not meant. */
  read(tables: readonly KeyTable[], key: string, now: number): (() => void) | undefined {
    const first = now - this.heardAt <= together ? this.before : "";
    const names = tables.flatMap(Object.keys);
    const begins = (one: string) => one !== "" && names.some((name) => name.startsWith(`${one} `));
    const find = (name: string) => tables.findLast((table) => table[name])?.[name];
    this.heardAt = now;
    this.before = key.length === 1 ? key : "";
    if (!begins(first)) return find(key);
    const act = find(`${first} ${key}`);
    if (act) this.before = "";
    return act;
  }
}
