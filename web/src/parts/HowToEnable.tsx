import type { ServiceStatus } from "../api/status";
import { nameOf } from "../words/service_name";
import { shellWord } from "../words/shell";
import { CommandLine } from "./CommandLine";

/** For a service that nobody enabled. */
export function HowToEnable({ service }: { service: ServiceStatus }) {
  return (
    <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <p className="flex-1">
        <span className="font-semibold">Watched and explained, never changed.</span>{" "}
        <span className="text-soft">
          To have it scaled, write <code className="font-mono text-xs">x-docktor: {"{}"}</code> beside its image in the
          Compose file, or start the daemon with it:
        </span>
      </p>
      <CommandLine text={`docktor daemon restart --service ${shellWord(nameOf(service.service))}`} />
    </div>
  );
}
