import type { ReactNode } from "react";

import { CommandLine } from "./CommandLine";
import { Icon, type IconName } from "./Icon";

/** Instead of a blank place: what would be here, and how it comes to be. */
export function Empty({
  icon,
  title,
  children,
  command,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  command?: string;
}) {
  return (
    <div className="card flex flex-col items-center gap-2 px-6 py-12 text-center">
      <span className="mb-1 rounded-full bg-sunken p-3 text-faint">
        <Icon name={icon} size={22} />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      <div className="max-w-lg text-soft">{children}</div>
      {command && <CommandLine text={command} className="mt-2" />}
    </div>
  );
}
