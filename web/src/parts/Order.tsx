import { resume } from "../act/command";
import type { ServiceStatus } from "../api/status";
import { CommandButton } from "./CommandButton";
import { CommandLine } from "./CommandLine";
import { Icon } from "./Icon";
import { Until } from "./Until";

/** An order of a person that is in force, and the way to take it back. */
export function Order({ service }: { service: ServiceStatus }) {
  if (!service.override) return null;
  const command = resume(service.service);
  return (
    <div className="card flex flex-wrap items-center gap-x-4 gap-y-2 border-l-[3px] border-l-warn px-4 py-3">
      <span className="text-warn">
        <Icon name="person" />
      </span>
      <p className="flex-1">
        <span className="font-semibold">By order: {service.override}.</span>{" "}
        <span className="text-soft">
          {service.mode_until ? (
            <>
              Ends in <Until at={service.mode_until} over="a moment" />.
            </>
          ) : (
            "Until it is taken back."
          )}
        </span>
      </p>
      <CommandLine text={command.text} />
      <CommandButton command={command}>Back to the rules</CommandButton>
    </div>
  );
}
