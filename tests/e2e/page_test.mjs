// The page in a real Chromium, under a path, as a real daemon serves it that looks after a real project.
//
//   DOCKTOR_PROGRAM   docktor
//   DOCKTOR_CHROMIUM  the browser
//   MADE_PAST         made_past, of made_past.cpp
//   DOCKTOR_SHOTS     where pictures go; none are taken without
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { bringUp, within } from "./stack.mjs";
import { launchBrowser, loggedInBy, sizes, tooWide, watchOver } from "./visitor.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.DOCKTOR_SHOTS;
const project = "docktor-page";
let stack, base, browser, page;
const cookies = {};
const wrong = [];

/** What a browser keeps of somebody with that role. */
async function loggedIn(role) {
  const login = await loggedInBy(browser, await stack.link(role));
  base = login.base;
  return login.storageState;
}

/** `without`: what the browser or its network does not have; role null: nobody is logged in. */
async function open(path, { size = "desk", colorScheme = "dark", role = "admin", without = [] } = {}) {
  await page?.context().close();
  if (role) cookies[role] ??= await loggedIn(role);
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme,
    permissions: ["clipboard-read", "clipboard-write"],
    ...(role ? { storageState: cookies[role] } : {}),
  });
  await watchOver(context, base, wrong);
  if (without.includes("WebSocket")) await context.routeWebSocket(/events/, (socket) => socket.close());
  if (without.includes("streams"))
    await context.route(/events$/, (route) =>
      route.request().headers().accept === "text/event-stream" ? route.abort() : route.continue(),
    );
  if (without.includes("clipboard"))
    await context.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  if (without.includes("polls")) await context.route(/events\?/, (route) => route.abort());
  page = await context.newPage();
  await page.goto(base + path);
  if (role) await page.getByText("Live", { exact: true }).waitFor();
  return page;
}

const row = (service) =>
  page.locator("li", {
    has: page.getByRole("link", { name: service, exact: true }),
  });
const proposals = () => page.getByRole("article");
const proposalOf = (service) => page.getByRole("article", { name: new RegExp(`^${service} from`) });
/** The one that the keys answer; it takes none before it has been there for a second. */
const keyed = () => proposals().filter({ has: page.getByRole("button", { name: "Reject r" }) });
const onlyAdmin = "Only an admin may do this";
const replicasOf = async (service) =>
  (await stack.status()).services.find((one) => one.service === `${project}/${service}`).running;

before(
  async () => {
    stack = await bringUp({ known: "worker" });
    browser = await launchBrowser();
    cookies.admin = await loggedIn("admin");
  },
  { timeout: 180_000 },
);

after(
  async () => {
    await browser?.close();
    await stack?.takeDown();
  },
  { timeout: 120_000 },
);

beforeEach(() => wrong.splice(0));
const nothingWrong = () => assert.deepEqual(wrong, []);

/** What appears is there, and no longer half transparent. */
const hasCome = () =>
  page.evaluate(() => {
    const ends = (motion) => motion.effect.getComputedTiming().endTime !== Infinity;
    return Promise.allSettled(
      document
        .getAnimations()
        .filter(ends)
        .map((motion) => motion.finished),
    );
  });

/** Closes what is open over the page, which takes the keys until it has gone. */
async function leave() {
  await page.keyboard.press("Escape");
  await page.locator("dialog, [role=menu]").waitFor({ state: "detached" });
}

/** Nothing that axe finds, and nothing wider than the screen. `over`: what opens over a page lies outside its regions. */
async function everybodyCanUse(what, { over = false } = {}) {
  await hasCome();
  await page.evaluate(axe);
  const options = { rules: { region: { enabled: !over } } };
  const { violations } = await page.evaluate((how) => globalThis.axe.run(how), options);
  assert.deepEqual(
    violations.map((one) => `${what}: ${one.id}: ${one.nodes[0].html}`),
    [],
  );
  assert.deepEqual(await tooWide(page), [], `${what} is too wide`);
}

test("every page, in every size and in light and dark, is for everybody", { timeout: 600_000 }, async () => {
  const paths = {
    overview: "#/",
    service: `#/services/${project}/web`,
    known: `#/services/${project}/worker`,
    decisions: "#/decisions",
    decision: "#/decisions/d1",
    approvals: "#/approvals",
    configuration: "#/configuration",
    health: "#/health",
    nowhere: "#/nowhere",
  };
  for (const [name, path] of Object.entries(paths))
    for (const size of Object.keys(sizes))
      for (const colorScheme of ["light", "dark"]) {
        await open(path, { size, colorScheme });
        await page.waitForLoadState("networkidle", { timeout: 700 }).catch(() => {});
        if (name === "known") {
          await page.getByRole("button", { name: "24 h" }).click();
          await page.getByRole("img", { name: /^CPU over time.*: from \d/ }).waitFor();
          await page.waitForTimeout(300);
        }
        if (shots) await page.screenshot({ path: join(shots, `${name}-${size}-${colorScheme}.png`) });
        await everybodyCanUse(`${name} ${size} ${colorScheme}`);
      }
  nothingWrong();
});

test("what is expected of a service with a past is told and drawn beside it", { timeout: 60_000 }, async () => {
  await open(`#/services/${project}/worker`);
  await page.getByText("expected, 8 of 10 cases").waitFor();
  await page.getByRole("button", { name: "24 h" }).click();
  const chart = page.getByRole("img", { name: /^Replicas over time.*: from \d to \d/ });
  const { x, y, width } = await chart.boundingBox();
  await page.mouse.move(x + width - 40, y + 60);
  await page.getByText(/^expected, 8 of 10 cases\s*\d/).waitFor();
  await page.getByText(/ahead it was off by [\d.]+ busy replicas/).waitFor();
  nothingWrong();
});

test("replicas rise before one's eyes within two seconds of the decision", { timeout: 90_000 }, async () => {
  await open("#/");
  await row("web")
    .getByText(/^web stays at 1/)
    .waitFor();
  await page.evaluate((name) => {
    const seen = () =>
      new RegExp(`${name} 1\\s→\\s[23]|${name} stays at [23]`).test(document.body.innerText) &&
      (globalThis.seenAt ??= Date.now());
    new MutationObserver(seen).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  }, "web");
  await stack.load();
  const seenAt = await within(60, () => page.evaluate(() => globalThis.seenAt));
  const { decisions } = JSON.parse(await stack.docktor("decisions", "list", "web", "--actions", "--json"));
  const decidedAt = Date.parse(decisions.find((item) => item.decision.action.from === 1).decision.at);
  assert.ok(seenAt - decidedAt <= 2000, `seen ${seenAt - decidedAt} ms after it was decided`);
  nothingWrong();
});

test(
  "a proposal is rejected by a key, another modified on a phone, and approved by a click",
  { timeout: 120_000 },
  async () => {
    await open("#/approvals", { role: "viewer" });
    await proposals().first().getByText("Only an approver or an admin may do this.").waitFor();
    assert.equal(await keyed().count(), 0);

    await open("#/approvals");
    await keyed().getByRole("button", { name: "Reject r", disabled: false }).waitFor();
    for (const key of ["g", "a", "g", "r"]) await page.keyboard.press(key);
    await page.waitForTimeout(500);
    assert.equal(await proposals().count(), 3, "keys that lead to them answer none");
    assert.equal(await page.getByRole("status").getByText("docktor").count(), 0);

    await open("#/health");
    await page.getByLabel("3 waiting").waitFor();
    await page.evaluate(() => {
      const press = () => dispatchEvent(new KeyboardEvent("keydown", { key: "r" }));
      new MutationObserver((_, watch) => {
        if (!document.querySelector("article")) return;
        watch.disconnect();
        for (const after of [0, 200, 400]) setTimeout(press, after);
      }).observe(document.body, { subtree: true, childList: true });
      location.hash = "#/approvals";
    });
    await keyed().getByRole("button", { name: "Reject r", disabled: false }).waitFor();
    assert.equal(await page.getByRole("status").getByText("docktor reject").count(), 0);
    const rejected = (await keyed().getAttribute("aria-label")).split(" ")[0];
    const [modified, approved] = ["api", "mail", "news"].filter((name) => name !== rejected);
    await page.keyboard.press("r");
    await page.getByRole("status").getByText("docktor reject").waitFor();
    await proposalOf(rejected).waitFor({ state: "detached" });

    await open("#/approvals", { size: "phone" });
    await proposalOf(modified).getByText("1 → 2").waitFor();
    await proposalOf(modified).getByRole("button", { name: "Modify…" }).click();
    await everybodyCanUse("a proposal that is modified on a phone");
    await proposalOf(modified).getByRole("button", { name: "One more" }).click();
    await proposalOf(modified).getByRole("button", { name: "Approve 3" }).click();
    await within(30, async () => (await replicasOf(modified)) === 3);

    await open("#/");
    await proposalOf(approved).getByText("1 → 2").waitFor();
    await proposalOf(approved).getByRole("button", { name: "Approve", exact: true }).click();
    await within(30, async () => (await replicasOf(approved)) === 2);
    await proposalOf(modified).waitFor({ state: "detached" });
    assert.equal(await replicasOf(rejected), 1);
    nothingWrong();
  },
);

test("a service is left alone, and taken back", { timeout: 60_000 }, async () => {
  await open("#/");
  await row("web")
    .getByRole("button", { name: /is how web is treated/ })
    .click();
  await page.getByRole("menuitem", { name: /^Leave alone for an hour/ }).click();
  await row("web")
    .getByRole("button", { name: /^Paused/ })
    .waitFor();
  await open(`#/services/${project}/web`);
  await page.getByText("By order: paused.").waitFor();
  await page.getByRole("button", { name: "Back to the rules" }).click();
  await page.getByText("By order").waitFor({ state: "detached" });
  nothingWrong();
});

test("a service is proposed for first, and goes back to its settings", { timeout: 60_000 }, async () => {
  const choose = async (from, item) => {
    await row("web").getByRole("button", { name: from }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await open("#/");
  await choose(/^Auto/, /^Propose each change first docktor mode web manual/);
  await row("web")
    .getByRole("button", { name: /^Manual/ })
    .waitFor();
  await open("#/configuration");
  await page.getByText("docktor mode", { exact: true }).first().waitFor();
  await open("#/");
  await choose(/^Manual/, /^As the settings say docktor mode web settings/);
  await row("web").getByRole("button", { name: /^Auto/ }).waitFor();
  nothingWrong();
});

test("a click on the number asks for another, and says how else", { timeout: 60_000 }, async () => {
  await open("#/");
  const wanted = (await replicasOf("worker")) + 1;
  await row("worker")
    .getByRole("button", { name: /replicas of worker/ })
    .click();
  await page.getByRole("button", { name: "One more" }).click();
  await page
    .getByRole("button", {
      name: `Copy the command docktor scale worker ${wanted} --once`,
    })
    .click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `docktor scale worker ${wanted} --once`);
  await page.getByRole("button", { name: `Scale ${wanted - 1} → ${wanted}` }).click();
  await within(30, async () => (await replicasOf("worker")) === wanted);
  nothingWrong();
});

test("a command is copied where a browser has no clipboard to ask for", { timeout: 60_000 }, async () => {
  await open("#/health", { without: ["clipboard"] });
  await page.getByRole("button", { name: "Copy the command docktor health" }).click();
  await page.getByText("copied", { exact: true }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.getByRole("searchbox", { name: "Find a service" }).focus();
  await page.keyboard.press("Control+v");
  assert.equal(await page.getByRole("searchbox").inputValue(), "docktor health");
  nothingWrong();
});

test("the chat understands plain words and stays while one looks around", { timeout: 60_000 }, async () => {
  await open(`#/services/${project}/web`);
  await page.keyboard.press("c");
  await page.getByText("About the service web").waitFor();
  await page.getByRole("textbox", { name: "What to say" }).fill("pause web for 10 minutes");
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText("docktor pause web --for 10m").waitFor();
  await page.evaluate(() => (location.hash = "#/health"));
  await page.getByRole("heading", { name: "Health" }).waitFor();
  await page.getByRole("log").getByText("docktor pause web --for 10m").waitFor();
  await page.getByRole("textbox", { name: "What to say" }).fill("sing <b>to</b> me");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByRole("log").locator("b").count(), 0);
  await stack.docktor("resume", "web");
  nothingWrong();
});

test("what the chat guesses is done after a yes, and not before", { timeout: 60_000 }, async () => {
  await open(`#/services/${project}/web`);
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: "What to say" }).fill("pause scaling"); // of web, which is looked at
  await page.keyboard.press("Enter");
  const yes = page.getByRole("button", { name: "Yes, do it" });
  await yes.waitFor();
  assert.match(await stack.docktor("overrides"), /nothing is in force/);
  if (shots) await page.screenshot({ path: join(shots, "chat-asks.png") });
  await yes.click();
  await page.getByText("By order: paused.").waitFor();
  await yes.waitFor({ state: "detached" });
  await stack.docktor("resume", "web");
  nothingWrong();
});

test("what opens over a page is for everybody, on a phone too", { timeout: 60_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    await open("#/", { size: "phone", colorScheme });
    await row("web")
      .getByRole("button", { name: /is how web is treated/ })
      .click();
    await page.getByRole("menuitem", { name: /^Scale by itself/ }).waitFor();
    await everybodyCanUse(`the menu of a service, ${colorScheme}`, { over: true });
    if (shots) await page.screenshot({ path: join(shots, `menu-phone-${colorScheme}.png`) });
    await leave();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await everybodyCanUse(`the keys, ${colorScheme}`, { over: true });
    await leave();
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await everybodyCanUse(`the palette, ${colorScheme}`, { over: true });
    await leave();
    await page.keyboard.press("c");
    await page.getByRole("textbox", { name: "What to say" }).waitFor();
    await everybodyCanUse(`the chat, ${colorScheme}`);
    if (shots) await page.screenshot({ path: join(shots, `chat-phone-${colorScheme}.png`) });
  }
  nothingWrong();
});

test("keys lead everywhere", { timeout: 60_000 }, async () => {
  await open("#/");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  await leave();
  await page.keyboard.press("/");
  await page.keyboard.type("work");
  await row("web").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("decisions of web");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Decisions", exact: true }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Health" }).waitFor();
  nothingWrong();
});

test("the palette takes nothing else than what was chosen in it", { timeout: 60_000 }, async () => {
  await open("#/");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("docktor ue web"); // which pause and resume have, and mode has not
  await page.getByRole("option", { name: "docktor pause web", selected: true }).waitFor();
  await stack.docktor("pause", "web");
  await page.getByRole("option", { name: "docktor resume web", selected: false }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: "docktor resume web", selected: true }).waitFor();
  await row("web")
    .getByRole("button", { name: /^Paused/, includeHidden: true })
    .waitFor();
  await page.keyboard.press("Enter");
  await row("web").getByRole("button", { name: /^Auto/ }).waitFor();
  nothingWrong();
});

test("whoever is not logged in is told how to be, and a wrong token logs nobody in", { timeout: 60_000 }, async () => {
  await open("", { role: null });
  await page.getByRole("heading", { name: "This browser is not logged in" }).waitFor();
  await page.getByText("docktor link", { exact: true }).waitFor();
  const answer = await page.goto(`${new URL(base).origin}/tools/docktor/login?token=wrong`);
  assert.equal(answer.status(), 401);
  await page.getByText("docktor link").waitFor();
  await page.goto(await stack.link());
  await page.getByText("Live", { exact: true }).waitFor();
  nothingWrong();
});

test("whoever logs out is a stranger, and so is whose login has ended once he asks", { timeout: 60_000 }, async () => {
  await open("#/health");
  const tab = await page.context().newPage();
  await tab.goto(`${base}#/`);
  await tab.getByText("Live", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Who is logged in" }).click();
  await page.getByText("Logged in as admin.").waitFor();
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await page.getByRole("heading", { name: "This browser is not logged in" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "This browser is not logged in" }).waitFor();
  await tab.evaluate(() => (location.hash = "#/configuration"));
  await tab.getByRole("heading", { name: "This browser is not logged in" }).waitFor();
  delete cookies.admin;
  nothingWrong();
});

test("a viewer sees everything and changes nothing", { timeout: 60_000 }, async () => {
  await open("#/", { role: "viewer" });
  await page.getByText("viewer", { exact: true }).waitFor();
  await row("web")
    .getByRole("button", { name: /is how web is treated/ })
    .click();
  await page.getByRole("menuitem", { name: /^Leave alone for an hour/, disabled: true }).waitFor();
  await page.getByRole("menu").getByText(onlyAdmin).waitFor();
  await leave();
  await row("web")
    .getByRole("button", { name: /replicas of web/ })
    .click();
  const scale = page.getByRole("button", { name: /^Hold at|^Scale \d/, disabled: true });
  assert.equal(await scale.getAttribute("title"), onlyAdmin);
  nothingWrong();
});

test(
  "what cannot come by WebSocket comes by events, what not by events by polls, and else by questions",
  { timeout: 90_000 },
  async () => {
    const ways = {
      WebSocket: [],
      "server-sent events": ["WebSocket"],
      "long polls": ["WebSocket", "streams"],
      "once a second": ["WebSocket", "streams", "polls"],
    };
    for (const [way, without] of Object.entries(ways)) {
      await open("#/", { without });
      await within(20, async () => {
        await page.getByText("Live", { exact: true }).hover();
        return page.getByRole("tooltip", { name: new RegExp(way) }).count();
      });
      await stack.docktor("pause", "web");
      await row("web")
        .getByRole("button", { name: /^Paused/ })
        .waitFor({ timeout: 3000 });
      await stack.docktor("resume", "web");
      await row("web").getByRole("button", { name: /^Auto/ }).waitFor({ timeout: 3000 });
    }
    nothingWrong();
  },
);

test("a daemon that is silent is missed, and heard again without a reload", { timeout: 120_000 }, async () => {
  await open("#/");
  const pid = await stack.pid();
  process.kill(pid, "SIGSTOP");
  try {
    await page
      .getByRole("alert")
      .getByText(/Not heard from the daemon since/)
      .waitFor({ timeout: 15_000 });
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await page.getByText("Live", { exact: true }).waitFor({ timeout: 30_000 });
  await page.getByRole("alert").waitFor({ state: "detached" });
  nothingWrong();
});

test(
  "a daemon that is killed is missed; the new one knows who is logged in, and else a login in another tab is enough",
  { timeout: 120_000 },
  async () => {
    const killed = async () => {
      process.kill(await stack.pid(), "SIGKILL");
      await page
        .getByRole("alert")
        .getByText(/Not heard from the daemon since/)
        .waitFor({ timeout: 15_000 });
    };
    await open("#/decisions");
    await killed();
    await stack.start();
    await page.getByText("Live", { exact: true }).waitFor({ timeout: 30_000 });
    await killed();
    await stack.loseLogins();
    await stack.start();
    await page.getByRole("heading", { name: "This browser is not logged in" }).waitFor({ timeout: 30_000 });
    const tab = await page.context().newPage();
    await tab.goto(await stack.link());
    await page.getByRole("heading", { name: "Decisions" }).waitFor({ timeout: 15_000 });
    await page.getByText("Live", { exact: true }).waitFor();
    nothingWrong();
  },
);
