// What the page costs the browser with a hundred services, beside a stand-in for the daemon.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { chromium } from "playwright-core";

import { seriesOf, serveCrowd } from "./crowd.mjs";

let crowd, browser;

before(async () => {
  crowd = await serveCrowd({
    folder: process.env.DOCKTOR_PAGE,
    services: 100,
    answers: { history: () => seriesOf(24 * 3600, 10) },
  });
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
    await page.getByRole("link", { name: "service-099" }).waitFor({ state: "attached" });
    await page.waitForTimeout(5000);
    const before = await worked(client);
    await page.waitForTimeout(10_000);
    const share = ((await worked(client)) - before) / 10;
    t.diagnostic(`${(share * 100).toFixed(1)} % of a core`);
    assert.ok(share < 0.1, `${(share * 100).toFixed(1)} % of a core`);
  },
);

test(
  "a day in steps of ten seconds is drawn in less than 300 ms, and the page stays nimble",
  { timeout: 60_000 },
  async (t) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // Each time that something takes the main thread for more than 50 ms.
    await page.addInitScript(() => {
      globalThis.long = [];
      new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map((one) => one.duration))).observe({
        type: "longtask",
      });
    });
    await page.goto(`${crowd.url}#/services/crowd/service-007`);
    await page.locator("canvas").first().waitFor();
    await page.waitForTimeout(2000);
    await page.evaluate(() => (globalThis.long = []));
    const arrived = page.waitForResponse((answer) => answer.url().includes("history"));
    await page.getByRole("button", { name: "24 h" }).click();
    await arrived;
    await page.waitForTimeout(2000);
    const drawing = await page.evaluate(() => Math.max(0, ...globalThis.long));
    await page.evaluate(() => (globalThis.long = []));
    const chart = await page.locator("canvas").first().boundingBox();
    for (let x = 60; x < chart.width; x += 20) await page.mouse.move(chart.x + x, chart.y + 60);
    const pointing = await page.evaluate(() => Math.max(0, ...globalThis.long));
    t.diagnostic(`drawing ${drawing} ms, pointing ${pointing} ms`);
    assert.ok(drawing < 300, `${drawing} ms`);
    assert.ok(pointing < 100, `${pointing} ms`);
  },
);
