import type { ServiceStatus } from "../api/status";
import { Until } from "./Until";

/** When Docktor looks at a service again; nothing where it does not. */
export function NextLook({ service }: { service: ServiceStatus }) {
  if (service.acting) return <span className="breathing text-xs font-medium text-accent">acting now</span>;
  if (!service.next_look) return null;
  return (
    <span className="text-xs whitespace-nowrap text-faint">
      next look <Until at={service.next_look} />
    </span>
  );
}
