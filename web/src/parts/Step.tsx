import type { ReactNode } from "react";

/** One step on the way to a decision. */
export function Step({ name, title, children }: { name: string; title: ReactNode; children?: ReactNode }) {
  return (
    <li className="relative border-l border-line-strong pb-5 pl-5 last:border-transparent last:pb-0">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[5px] size-[9px] rounded-full border-2 border-surface bg-faint"
      />
      <p className="label">{name}</p>
      <p className="text-sm font-medium">{title}</p>
      {children && <div className="mt-1 text-sm text-soft">{children}</div>}
    </li>
  );
}
