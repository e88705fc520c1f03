import { chooseMode } from "../act/command";
import type { ServiceStatus } from "../api/status";
import { CommandButton } from "./CommandButton";
import { CommandLine } from "./CommandLine";

/** For a service that nobody enabled. */
export function HowToEnable({ service }: { service: ServiceStatus }) {
  const command = chooseMode(service.service, "auto");
  return (
    <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-sm">
      <p className="flex-1 basis-64">
        <span className="font-semibold">Watched and explained, never changed.</span>{" "}
        <span className="text-soft">
          To have it scaled for good, write <code className="font-mono text-xs">x-docktor: {"{}"}</code> beside its
          image in the Compose file; or choose it here:
        </span>
      </p>
      <CommandLine text={command.text} />
      <CommandButton command={command}>Scale by itself</CommandButton>
    </div>
  );
}
