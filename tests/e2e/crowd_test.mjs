// The page with a hundred services that change all the time, beside a stand-in for the daemon.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { seriesOf, serveCrowd } from "./crowd.mjs";
import { launchBrowser, tooWide } from "./visitor.mjs";

let crowd, browser;

before(async () => {
  crowd = await serveCrowd({
    folder: process.env.DOCKTOR_PAGE,
    services: 100,
    answers: { history: (now) => seriesOf(24 * 3600, 60, now), decisions_list: () => ({ decisions: [] }) },
  });
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  crowd?.close();
});

const open = async (path) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(crowd.url + path);
  return page;
};

test("what has changed is shown with each snapshot, and what has not is left alone", { timeout: 60_000 }, async () => {
  const page = await open("");
  await page.getByRole("link", { name: "service-099" }).waitFor({ state: "attached" });
  const { still, moved } = await page.evaluate(async () => {
    const rows = [...document.querySelectorAll("section[aria-label=Services] li")];
    const changes = new Map(rows.map((row) => [row, 0]));
    const watch = new MutationObserver((list) => {
      for (const row of new Set(list.map((one) => rows.find((row) => row.contains(one.target)))))
        changes.set(row, changes.get(row) + 1);
    });
    watch.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
    await new Promise((done) => setTimeout(done, 6000));
    const [first, ...others] = rows.map((row) => changes.get(row));
    return { still: first, moved: Math.min(...others) };
  });
  assert.equal(still, 0, "service-000 is as it was");
  assert.ok(moved >= 3, `a service has changed ${moved} times in 6 s`);
  assert.deepEqual(await tooWide(page), []);
});

test(
  "a chart tells the past where it is pointed at, and asks for what the page has slept through",
  { timeout: 60_000 },
  async () => {
    const page = await open("#/services/crowd/service-007");
    await page.getByRole("button", { name: "24 h" }).click();
    const chart = page.getByRole("img", { name: /^CPU over time, with its target: from \d+/ });
    await chart.waitFor();
    const { x, y, width } = await chart.boundingBox();
    await page.mouse.move(x + width / 2, y + 60);
    await page.getByText(/^replicas\s*\d+$/).waitFor();
    await page.getByText(/^CPU\s*\d+.%$/).waitFor();

    const before = crowd.asked.history;
    crowd.sleepFor(600_000);
    for (const end = Date.now() + 10_000; crowd.asked.history === before;)
      if (Date.now() > end) assert.fail("nothing was asked");
      else await page.waitForTimeout(100);
  },
);

test("a page that cannot be shown says so, and the others can", { timeout: 60_000 }, async () => {
  const page = await browser.newPage();
  await page.route(/ServicePage/, (route) => route.abort());
  await page.goto(`${crowd.url}#/services/crowd/service-007`);
  await page.getByRole("alert").getByText("This page cannot be shown").waitFor();
  await page.getByRole("button", { name: "Load anew" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "service-007" }).waitFor({ state: "attached" });
});
