import type { ServiceStatus } from "../api/status";
import { Busy } from "./Busy";
import { Until } from "./Until";

/** When Docktor looks at a service again; nothing where it does not. */
export function NextLook({ service }: { service: ServiceStatus }) {
  if (service.acting) return <Busy text="acting now" className="text-xs font-medium text-accent" />;
  if (!service.next_look) return null;
  return (
    <span className="text-xs whitespace-nowrap text-faint">
      next look <Until at={service.next_look} />
    </span>
  );
}
