import type { IconName } from "../parts/Icon";
import { toApprovals, toConfiguration, toDecisions, toHealth, toOverview, type Route } from "../routes";

/** A page that the navigation leads to, and the keys that do. */
export interface PageLink {
  page: Route["page"];
  name: string;
  icon: IconName;
  href: string;
  keys: string;
}

export const pages: PageLink[] = [
  { page: "overview", name: "Overview", icon: "overview", href: toOverview, keys: "g o" },
  { page: "approvals", name: "Approvals", icon: "approvals", href: toApprovals, keys: "g a" },
  { page: "decisions", name: "Decisions", icon: "decisions", href: toDecisions(), keys: "g d" },
  { page: "configuration", name: "Configuration", icon: "configuration", href: toConfiguration, keys: "g c" },
  { page: "health", name: "Health", icon: "health", href: toHealth, keys: "g h" },
];

/** Under which of them a route is found. */
export function underPage(route: Route): Route["page"] {
  if (route.page === "service") return "overview";
  return route.page === "decision" ? "decisions" : route.page;
}
