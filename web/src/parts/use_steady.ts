import { useEffect, useState } from "react";

/** How long, in milliseconds, something has to have been there before a click or a key can be meant for it. */
const reaction = 1000;

/** Whether what is shown has been the same for a while: what comes sooner may be meant for what was there before. */
export function useSteady(shown: string): boolean {
  const [seen, setSeen] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(shown), reaction);
    return () => {
      clearTimeout(timer);
      setSeen(null);
    };
  }, [shown]);
  return seen === shown;
}
