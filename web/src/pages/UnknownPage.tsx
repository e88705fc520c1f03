import { Empty } from "../parts/Empty";
import { Page } from "../parts/Page";
import { toOverview } from "../routes";

export function UnknownPage() {
  return (
    <Page title="Not here">
      <Empty icon="search" title="There is no such page">
        <a href={toOverview} className="text-accent underline">
          Back to all services
        </a>
      </Empty>
    </Page>
  );
}
