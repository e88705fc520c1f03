import { useLive } from "../live/use_live";
import { Icon } from "../parts/Icon";
import { IconButton } from "../parts/IconButton";
import { Keys } from "../parts/Keys";
import { AccountMenu } from "./AccountMenu";
import { LinkState } from "./LinkState";
import { RoleBadge } from "./RoleBadge";
import { ThemeButton } from "./ThemeButton";

interface Props {
  talking: boolean;
  onSearch: () => void;
  onHelp: () => void;
  onChat: () => void;
}

export function TopBar({ talking, onSearch, onHelp, onChat }: Props) {
  const projects = useLive((state) => state.status?.daemon.projects);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 md:px-6">
      <p className="min-w-0 truncate font-semibold" title={projects?.join(", ")}>
        {projects?.join(", ") ?? "Docktor"}
      </p>
      <LinkState />
      <RoleBadge />
      <button
        type="button"
        onClick={onSearch}
        className="ml-auto flex h-8 shrink-0 items-center gap-2 rounded-md border border-line px-2 text-xs text-faint hover:border-line-strong hover:text-ink max-md:size-10 max-md:justify-center max-md:border-transparent"
      >
        <Icon name="search" size={15} />
        <span className="whitespace-nowrap max-md:sr-only">Go to, or do…</span>
        <span aria-hidden className="max-md:hidden">
          <Keys keys="ctrl k" />
        </span>
      </button>
      <span className="max-md:hidden">
        <IconButton icon="help" label="Keys" keys="?" onClick={onHelp} />
      </span>
      <ThemeButton />
      <AccountMenu />
      <IconButton
        icon="chat"
        label={talking ? "Close the chat" : "Talk with Docktor"}
        keys="c"
        aria-pressed={talking}
        onClick={onChat}
        className={talking ? "!bg-accent-soft !text-accent" : ""}
      />
    </header>
  );
}
