import { expect, test } from "vitest";

import { splitSentence } from "./sentence";

test("says what and why apart, and keeps together what belongs together", () => {
  expect(splitSentence("web 2 → 4: CPU at 91 % for a target of 60 %; a limit: none")).toEqual({
    what: "web 2\u00a0→\u00a04",
    why: "CPU at 91\u00a0% for a target of 60\u00a0%; a limit: none",
  });
  expect(splitSentence("web was stopped")).toEqual({ what: "", why: "web was stopped" });
});
