import type { Phase, ServiceFacts } from "../api/facts";
import { Ago } from "./Ago";

const looks: Record<Phase, string> = {
  ready: "bg-good",
  starting: "bg-busy breathing",
  draining: "bg-busy",
  unhealthy: "bg-bad",
  paused: "bg-faint",
  exited: "bg-line-strong",
};

/** The containers behind the number. */
export function ReplicaList({ facts }: { facts: ServiceFacts }) {
  if (facts.replicas.length === 0) return <p className="px-4 py-6 text-center text-faint">No container of it runs.</p>;
  return (
    <ul className="divide-y divide-line">
      {facts.replicas.map((replica) => (
        <li key={replica.id} className="flex items-center gap-2.5 px-4 py-2 text-sm">
          <span aria-hidden className={`size-2 shrink-0 rounded-full ${looks[replica.phase]}`} />
          <span className="min-w-0 flex-1 truncate">{replica.name}</span>
          {replica.out_of_memory && <span className="text-xs text-bad">out of memory</span>}
          <span className="text-xs text-soft">
            {replica.phase === "exited" ? `exited with ${replica.exit_code}` : replica.phase}
          </span>
          <span className="w-24 text-right text-xs text-faint">
            <Ago at={replica.phase === "exited" ? replica.created_at : replica.started_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
