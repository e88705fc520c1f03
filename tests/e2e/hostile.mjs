// What somebody who wants to do harm would write wherever he can write something.

/** Sets this where it is executed. */
export const trace = "pwned";
const act = `globalThis.${trace}=1`;

/** Turns the words after it around. */
export const turning = "\u202e";

export const hostileWords = [
  `<script>${act}</script>`,
  `<img src="x-${trace}" onerror="${act}">`,
  `<svg onload=${act}><a href="javascript:${act}">here</a></svg>`,
  `[here](javascript:${act}) ![](x-${trace}) **not bold** \`{{${act}}}\` \${${act}}`,
  `javascript:${act}`,
  `"onmouseover="${act}" style="position:fixed;inset:0" x="`,
  `</title></textarea></style><iframe srcdoc="<script>${act}</script>">`,
  `${turning}2 → 4 \u2066\u0007\u001b[31m\u0000`,
  "W".repeat(400),
  "ا".repeat(200),
].join(" ");

/** What only the daemon itself writes: everything else may have been somebody's words. */
const ownWords = new Set(
  "mode phase kind rank part by trigger role actor service id type because overruled signal signals operation name".split(
    " ",
  ),
);
const isOwn = (text) => text === "" || /^(d\d+|\d{4}-\d\d-\d\dT.*|[A-Z][A-Za-z]+|default)$/.test(text);

/** An answer of the daemon with hostile words at the end of all texts in it, and services renamed by `rename`. */
export function poisoned(value, rename, key = "") {
  if (key === "least_roles") return value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, rename, key));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, rename, name)]));
  if (typeof value !== "string") return value;
  if (key === "service") return rename(value);
  return ownWords.has(key) || isOwn(value) ? value : `${value} ${hostileWords}`;
}
