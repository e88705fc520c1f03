import type { ServiceFacts } from "../api/facts";
import { Icon } from "./Icon";

/** Why a service cannot be scaled, and what speaks against more replicas; nothing where nothing does. */
export function Warnings({ facts }: { facts: ServiceFacts }) {
  const all = [...facts.why_not, ...facts.warnings];
  if (all.length === 0) return null;
  return (
    <ul className="card divide-y divide-line text-sm">
      {all.map((text, i) => (
        <li key={i} className="flex gap-2.5 px-4 py-2.5">
          <span className="mt-0.5 text-warn">
            <Icon name="warning" />
          </span>
          <span className="first-letter:uppercase">{text}.</span>
        </li>
      ))}
    </ul>
  );
}
