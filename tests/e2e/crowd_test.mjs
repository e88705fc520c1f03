// What the page costs the browser with a hundred services, beside a stand-in for the daemon.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { serveCrowd } from "./crowd.mjs";

let crowd, browser;

before(async () => {
  crowd = await serveCrowd({ folder: process.env.DOCKTOR_PAGE, services: 100 });
  browser = await chromium.launch({
    executablePath: process.env.DOCKTOR_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
});

after(async () => {
  await browser?.close();
  crowd?.close();
});

/** Seconds that the page's main thread has worked so far. */
async function worked(client) {
  const { metrics } = await client.send("Performance.getMetrics");
  return metrics.find((one) => one.name === "TaskDuration").value;
}

test(
  "a hundred services that change each second take less than a tenth of the main thread",
  { timeout: 60_000 },
  async (t) => {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
    });
    const client = await page.context().newCDPSession(page);
    await client.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(crowd.url);
    await page
      .getByRole("link", { name: "service-099" })
      .waitFor({ state: "attached" });
    await page.waitForTimeout(5000);
    const before = await worked(client);
    await page.waitForTimeout(10_000);
    const share = ((await worked(client)) - before) / 10;
    t.diagnostic(`${(share * 100).toFixed(1)} % of a core`);
    assert.ok(share < 0.1, `${(share * 100).toFixed(1)} % of a core`);
  },
);
