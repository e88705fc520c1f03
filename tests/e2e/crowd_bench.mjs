// What the page costs the browser, beside a stand-in for the daemon. Says what it has measured; what it has promised is
// held against that, so a busy machine may fail it: scripts/bench page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { seriesOf, serveCrowd } from "./crowd.mjs";
import { launchBrowser } from "./visitor.mjs";

const many = 100;
const day = 24 * 3600;
let crowd, browser;

before(async () => {
  crowd = await serveCrowd({
    folder: process.env.DOCKTOR_PAGE,
    services: many,
    answers: { history: (now) => seriesOf(day, 10, now), decisions_list: () => ({ decisions: [] }) },
  });
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  crowd?.close();
});

const open = async (path, script) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  if (script) await page.addInitScript(script);
  await page.goto(crowd.url + path);
  return page;
};

test(
  "100 services that change each second, on the overview: less than 10 % of a core",
  { timeout: 90_000 },
  async (t) => {
    const page = await open("");
    const client = await page.context().newCDPSession(page);
    await client.send("Performance.enable", { timeDomain: "threadTicks" });
    /** Seconds that the page's main thread has worked so far. */
    const worked = async () =>
      (await client.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value;
    await page.getByRole("link", { name: "service-099" }).waitFor({ state: "attached" });
    await page.waitForTimeout(5000);
    const before = await worked();
    await page.waitForTimeout(20_000);
    const share = ((await worked()) - before) / 20;
    t.diagnostic(`${(share * 100).toFixed(1)} % of a core`);
    assert.ok(share < 0.1);
  },
);

/** Notes when history arrived and when something was last drawn after that; frames that came late; slow answers. */
function watchDrawing() {
  const seen = (globalThis.seen = { arrived: 0, drawn: 0, frames: [], answers: [] });
  const follow = (type, take, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, ...more });
  follow("resource", (one) => one.name.includes("/history") && (seen.arrived = one.responseEnd));
  follow("event", (one) => seen.answers.push(one.duration), { durationThreshold: 16 });
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...given) {
    requestAnimationFrame(() => (seen.drawn ||= performance.now()));
    return stroke.apply(this, given);
  };
  let last = performance.now();
  const frame = (now) => {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

test(
  "24 h at 10 s of 20 services: each is there in less than 300 ms, and one can point and scroll",
  { timeout: 180_000 },
  async (t) => {
    const took = [];
    let worst = { frame: 0, answer: 0 };
    for (let i = 1; i <= 20; ++i) {
      const page = await open(`#/services/crowd/service-${String(i).padStart(3, "0")}`, watchDrawing);
      await page.locator("canvas").first().waitFor();
      await page.waitForTimeout(1000);
      await page.evaluate(() => performance.clearResourceTimings());
      await page.evaluate(() => {
        // The first stroke after the day has arrived counts, not one of the quarter of an hour before it.
        new PerformanceObserver((list) => {
          if (list.getEntries().some((one) => one.name.includes("since=24h"))) globalThis.seen.drawn = 0;
        }).observe({ type: "resource" });
      });
      await page.getByRole("button", { name: "24 h" }).click();
      const arrived = await page.waitForFunction(() => {
        const day = performance.getEntriesByType("resource").find((one) => one.name.includes("since=24h"));
        return day && globalThis.seen.drawn > day.responseEnd && globalThis.seen.drawn - day.responseEnd;
      });
      took.push(await arrived.jsonValue());
      await page.evaluate(() => Object.assign(globalThis.seen, { frames: [], answers: [] }));
      const { x, y, width } = await page.locator("canvas").first().boundingBox();
      for (let at = 60; at < width; at += 40) await page.mouse.move(x + at, y + 60);
      for (let down = 0; down < 10; ++down) await page.mouse.wheel(0, down < 5 ? 200 : -200);
      const seen = await page.evaluate(() => globalThis.seen);
      worst = { frame: Math.max(worst.frame, ...seen.frames), answer: Math.max(worst.answer, ...seen.answers) };
      await page.close();
    }
    took.sort((a, b) => a - b);
    const [median, slowest] = [took[10], took.at(-1)];
    t.diagnostic(`drawn after ${median.toFixed(0)} ms, the slowest of 20 after ${slowest.toFixed(0)} ms`);
    t.diagnostic(`longest frame ${worst.frame.toFixed(0)} ms, slowest answer ${worst.answer.toFixed(0)} ms`);
    assert.ok(median < 300);
    assert.ok(worst.answer < 200);
  },
);
