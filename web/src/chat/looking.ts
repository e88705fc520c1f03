import { shortName } from "../live/short_name";
import type { Route } from "../routes";

/** What the reader has before them, and what one might say about it. */
export interface Looking {
  at: string;
  /** The service that is meant where none is named; empty: none is. */
  about: string;
  suggestions: string[];
}

const decisionsOf = (service: string) => (service ? `the decisions on ${shortName(service)}` : "all decisions");
const others: Partial<Record<Route["page"], string>> = {
  overview: "all services",
  approvals: "what waits for a person's word",
  configuration: "the settings in force",
  health: "how Docktor's parts do",
};

export function lookingAt(route: Route, services: string[]): Looking {
  if (route.page === "service") {
    const name = shortName(route.service);
    return {
      at: `the service ${name}`,
      about: route.service,
      suggestions: [`why did you scale ${name}?`, `pause ${name} for 10 minutes`, `at least 3 ${name} for 1 hour`],
    };
  }
  if (route.page === "decision")
    return { at: `the decision ${route.id}`, about: "", suggestions: [`why ${route.id}?`] };
  const name = services[0] ? shortName(services[0]) : "web";
  return {
    at: route.page === "decisions" ? decisionsOf(route.service) : (others[route.page] ?? ""),
    about: "",
    suggestions: [
      `what is ${name} doing?`,
      "hold off on scaling for 10 minutes",
      `be more aggressive with ${name} for 1 hour`,
    ],
  };
}
