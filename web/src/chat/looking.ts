import type { Route } from "../routes";
import { nameOf } from "../words/service_name";

/** What the reader has before them, and what one might say about it. */
export interface Looking {
  at: string;
  suggestions: string[];
}

export function lookingAt(route: Route, services: string[]): Looking {
  if (route.page === "service") {
    const name = nameOf(route.service);
    return {
      at: `the service ${name}`,
      suggestions: [`why did you scale ${name}?`, `pause ${name} for 10 minutes`, `at least 3 ${name} for 1 hour`],
    };
  }
  if (route.page === "decision") return { at: `the decision ${route.id}`, suggestions: [`why ${route.id}?`] };
  const name = services[0] ? nameOf(services[0]) : "web";
  return {
    at: "",
    suggestions: [
      `what is ${name} doing?`,
      "hold off on scaling for 10 minutes",
      `be more aggressive with ${name} for 1 hour`,
    ],
  };
}
