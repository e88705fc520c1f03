import * as Tooltip from "@radix-ui/react-tooltip";
import { lazy, Suspense, useEffect, useState } from "react";

import { RoleProvider } from "./act/role";
import { Chat } from "./chat/Chat";
import { forget } from "./chat/talk";
import { useLive } from "./live/use_live";
import { ApprovalsPage } from "./pages/ApprovalsPage";
import { ConfigurationPage } from "./pages/ConfigurationPage";
import { DecisionPage } from "./pages/DecisionPage";
import { DecisionsPage } from "./pages/DecisionsPage";
import { HealthPage } from "./pages/HealthPage";
import { OverviewPage } from "./pages/OverviewPage";
import { UnknownPage } from "./pages/UnknownPage";
import { Boundary } from "./parts/Boundary";
import { Notices } from "./parts/Notices";
import { Waiting } from "./parts/Waiting";
import type { Route } from "./routes";
import { Help } from "./shell/Help";
import { Navigation } from "./shell/Navigation";
import { pages } from "./shell/pages";
import { Palette } from "./shell/Palette";
import { SignedOut } from "./shell/SignedOut";
import { StaleBanner } from "./shell/StaleBanner";
import { TopBar } from "./shell/TopBar";
import { useKeys } from "./use_keys";
import { goTo, useRoute } from "./use_route";

// Brings the charts, which no other page needs.
const fetchServicePage = () => import("./pages/ServicePage");
const ServicePage = lazy(fetchServicePage);

function pageOf(route: Route) {
  switch (route.page) {
    case "overview":
      return <OverviewPage />;
    case "service":
      return <ServicePage key={route.service} service={route.service} />;
    case "decisions":
      return <DecisionsPage service={route.service} />;
    case "decision":
      return <DecisionPage key={route.id} id={route.id} />;
    case "approvals":
      return <ApprovalsPage />;
    case "configuration":
      return <ConfigurationPage />;
    case "health":
      return <HealthPage />;
    default:
      return <UnknownPage />;
  }
}

/** What was wrong in one place says nothing of another. */
const placeOf = (route: Route) =>
  route.page === "service" ? route.service : route.page === "decision" ? route.id : route.page;

type Front = "palette" | "help" | null;

const findHere = (): boolean => {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  field?.focus();
  return field !== null;
};

const goToPages = Object.fromEntries(pages.map((page) => [page.keys, () => goTo(page.href)]));

export function App() {
  const route = useRoute();
  const link = useLive((state) => state.link);
  const [front, setFront] = useState<Front>(null);
  const [talking, setTalking] = useState(false);
  const close = () => setFront(null);
  useEffect(() => {
    // While the daemon is there: it may be away once the page of a service is wanted.
    if (link.kind === "live") void fetchServicePage().catch(() => {});
    if (link.kind === "signed out") forget();
  }, [link.kind]);
  useKeys({
    ...goToPages,
    "ctrl k": () => setFront(front === "palette" ? null : "palette"),
    "/": () => findHere() || setFront("palette"),
    "?": () => setFront("help"),
    c: () => setTalking(!talking),
  });
  if (link.kind === "signed out") return <SignedOut why={link.failure.message} />;
  return (
    <RoleProvider>
      <Tooltip.Provider delayDuration={400}>
        <div className="flex h-dvh">
          <Navigation route={route} />
          <div className="flex min-w-0 flex-1 flex-col">
            <TopBar
              talking={talking}
              onSearch={() => setFront("palette")}
              onHelp={() => setFront("help")}
              onChat={() => setTalking(!talking)}
            />
            <StaleBanner />
            <div className="flex min-h-0 flex-1">
              <main className="min-w-0 flex-1 overflow-y-auto max-md:pb-16">
                <Boundary key={placeOf(route)}>
                  <Suspense
                    fallback={
                      <div className="p-6">
                        <Waiting text="Fetching the page…" />
                      </div>
                    }
                  >
                    {pageOf(route)}
                  </Suspense>
                </Boundary>
              </main>
              {talking && (
                <div className="arriving border-line max-xl:fixed max-xl:inset-y-0 max-xl:right-0 max-xl:z-30 max-xl:w-[26rem] max-md:w-full max-xl:shadow-high md:border-l xl:w-92">
                  <Chat route={route} onClose={() => setTalking(false)} />
                </div>
              )}
            </div>
          </div>
        </div>
        {front === "palette" && <Palette onClose={close} />}
        {front === "help" && <Help onClose={close} />}
        <Notices />
      </Tooltip.Provider>
    </RoleProvider>
  );
}
