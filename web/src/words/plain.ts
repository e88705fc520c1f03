/** Characters that nobody sees and that turn or break the words around them: controls, and those that set the direction
 *  of writing. */
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Somebody's words with what is hidden in them shown as such, so that a line reads as it is. */
export const plain = (text: string): string => text.replace(hidden, "\ufffd");
