import { dismiss, useNotices } from "../act/notices";
import { classes } from "./classes";
import { CommandLine } from "./CommandLine";
import { Icon } from "./Icon";

/** What became of what was asked for, at the edge of the page. */
export function Notices() {
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-3 bottom-20 z-50 flex flex-col items-center gap-2 md:inset-x-auto md:right-6 md:bottom-6 md:items-end"
    >
      {useNotices().map((notice) => (
        <div
          key={notice.id}
          className={classes(
            "arriving pointer-events-auto flex w-full max-w-md items-start gap-3 rounded-lg border bg-raised p-3 shadow-high",
            notice.ok ? "border-line-strong" : "border-bad/60",
          )}
        >
          <span className={classes("mt-0.5", notice.ok ? "text-good" : "text-bad")}>
            <Icon name={notice.ok ? "check" : "warning"} />
          </span>
          <div className="min-w-0 flex-1 space-y-1.5">
            <p className="text-sm">{notice.text}</p>
            {notice.hint && <p className="text-xs text-soft">{notice.hint}</p>}
            {notice.command && <CommandLine text={notice.command} />}
          </div>
          <button
            type="button"
            aria-label="Dismiss"
            onClick={() => dismiss(notice.id)}
            className="text-faint hover:text-ink"
          >
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
