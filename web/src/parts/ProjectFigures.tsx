import type { Status } from "../api/status";
import { bytes } from "../words/bytes";
import { count } from "../words/count";
import { percent } from "../words/percent";
import { Ago } from "./Ago";
import { Figure } from "./Figure";
import { Meter } from "./Meter";

/** The project at a glance: what runs, and how much room the machine has. */
export function ProjectFigures({ status }: { status: Status }) {
  const { services, host, daemon, model } = status;
  const running = services.reduce((sum, service) => sum + service.running, 0);
  const used = host ? 1 - host.memory_available_bytes / host.memory_bytes : 0;
  return (
    <div className="card grid grid-cols-2 gap-x-6 gap-y-4 px-4 py-3 md:grid-cols-4">
      <Figure name="Replicas" value={running} note={`in ${count(services.length, "service")}`} />
      {host && (
        <>
          <Figure name="CPU of this machine" value={percent(host.cpu_utilization)} note={count(host.cores, "core")}>
            <Meter
              share={host.cpu_utilization}
              label={`${percent(host.cpu_utilization)} of the machine's CPU is busy`}
            />
          </Figure>
          <Figure name="Memory" value={percent(used)} note={`${bytes(host.memory_available_bytes)} left`}>
            <Meter share={used} label={`${percent(used)} of the machine's memory is in use`} />
          </Figure>
        </>
      )}
      <Figure
        name="Decides"
        value={model ? model.model : daemon.dry_run ? "Rules, dry run" : "Rules"}
        note={
          model ? (
            `${model.counsel.asked} questions asked`
          ) : (
            <>
              started <Ago at={daemon.started_at} />
            </>
          )
        }
      />
    </div>
  );
}
