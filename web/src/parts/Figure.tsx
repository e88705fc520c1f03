import type { ReactNode } from "react";

/** A figure with its name above and a few words below. */
export function Figure({
  name,
  value,
  note,
  children,
}: {
  name: string;
  value: ReactNode;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <p className="label">{name}</p>
      <p className="mt-0.5 truncate text-xl font-semibold tracking-tight">{value}</p>
      {children}
      {note && <p className="truncate text-xs text-faint">{note}</p>}
    </div>
  );
}
