import { useProposals } from "../live/use_proposals";
import { classes } from "../parts/classes";
import { Icon } from "../parts/Icon";
import type { Route } from "../routes";
import { pages, underPage } from "./pages";

/** At the left; on a phone, at the bottom. */
export function Navigation({ route }: { route: Route }) {
  const waiting = useProposals().length;
  const here = underPage(route);
  return (
    <nav
      aria-label="Pages"
      className="z-20 border-line bg-surface max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:border-t max-md:pb-[env(safe-area-inset-bottom)] md:w-14 md:shrink-0 md:border-r lg:w-48"
    >
      <a
        href="#/"
        aria-label="Docktor"
        className="flex h-12 items-center gap-2.5 px-4 text-lg font-semibold tracking-tight max-md:hidden"
      >
        <span className="rounded-md bg-accent p-1 text-on-accent">
          <Icon name="health" size={15} />
        </span>
        <span className="max-lg:hidden">Docktor</span>
      </a>
      <ul className="flex md:flex-col md:gap-0.5 md:p-2">
        {pages.map(({ page, name, icon, href }) => (
          <li key={page} className="flex-1">
            <a
              href={href}
              aria-current={page === here ? "page" : undefined}
              title={name}
              className={classes(
                "relative flex items-center gap-2.5 rounded-md px-2.5 py-2 text-sm font-medium max-lg:justify-center max-md:flex-col max-md:gap-0.5 max-md:px-0.5 max-md:py-2 max-md:text-2xs max-md:whitespace-nowrap",
                page === here ? "text-ink md:bg-sunken max-md:text-accent" : "text-soft hover:bg-sunken hover:text-ink",
              )}
            >
              <Icon name={icon} size={17} />
              <span className="md:max-lg:sr-only">{name}</span>
              {page === "approvals" && waiting > 0 && (
                <span
                  aria-label={`${waiting} waiting`}
                  className="rounded-full bg-ahead px-1.5 text-2xs font-semibold text-surface max-lg:absolute max-md:top-0.5 max-md:right-1 md:max-lg:-top-0.5 md:max-lg:-right-1 md:max-lg:px-1 lg:ml-auto"
                >
                  {waiting}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
