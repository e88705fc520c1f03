import { plain } from "./words/plain";

export type Route =
  | { page: "overview" }
  | { page: "service"; service: string }
  | { page: "decisions"; service: string }
  | { page: "decision"; id: string }
  | { page: "approvals" }
  | { page: "configuration" }
  | { page: "health" }
  | { page: "unknown"; path: string };

/** Null: it is no text that somebody encoded. */
function decoded(part: string): string | null {
  try {
    return plain(decodeURIComponent(part));
  } catch {
    return null;
  }
}

/** Of a fragment such as "#/services/shop/web". The page lives in the fragment, so it works under every path. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").map(decoded);
  if (parts.includes(null)) return { page: "unknown", path };
  const [first = "", ...rest] = parts;
  const tail = rest.join("/");
  if (first === "") return { page: "overview" };
  if (first === "services" && tail) return { page: "service", service: tail };
  if (first === "decisions" && tail) return { page: "decision", id: tail };
  if (first === "decisions")
    return { page: "decisions", service: plain(new URLSearchParams(query).get("service") ?? "") };
  if ((first === "approvals" || first === "configuration" || first === "health") && !tail) return { page: first };
  return { page: "unknown", path };
}

export const toOverview = "#/";
export const toApprovals = "#/approvals";
export const toConfiguration = "#/configuration";
export const toHealth = "#/health";
export const toService = (service: string): string =>
  `#/services/${service.split("/").map(encodeURIComponent).join("/")}`;
export const toDecision = (id: string): string => `#/decisions/${encodeURIComponent(id)}`;
export const toDecisions = (service = ""): string =>
  service ? `#/decisions?service=${encodeURIComponent(service)}` : "#/decisions";
