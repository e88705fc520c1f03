import { useEffect, type ReactNode } from "react";

import { useProposals } from "../live/use_proposals";

interface Props {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** What every page begins with: its name, which the window bears too with how many proposals wait, and what can
 *  be done. */
export function Page({ title, lead, actions, children }: Props) {
  const waiting = useProposals().length;
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${title} · Docktor`;
  }, [title, waiting]);
  return (
    <div className="mx-auto flex w-full max-w-[88rem] flex-col gap-4 p-4 md:p-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h1 className="line-clamp-2 text-xl font-semibold tracking-tight" title={title}>
            {title}
          </h1>
          {lead && <div className="text-soft">{lead}</div>}
        </div>
        {actions && (
          <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2 max-md:grow max-md:justify-end">
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}
