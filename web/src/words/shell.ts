/** A word as a shell reads it back: whatever it could take for something else stands in quotes. */
export const shellWord = (word: string): string =>
  /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
