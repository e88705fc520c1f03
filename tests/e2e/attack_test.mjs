// Hostile words in everything that the page shows, in a real Chromium, beside a real daemon with its own policy for the
// page: nothing is executed, nothing is asked of others, nothing loses its place, and everything still answers.
//
//   DOCKTOR_PROGRAM, DOCKTOR_CHROMIUM as for page_test.mjs
//   DOCKTOR_SHOTS     where pictures go; none are taken without
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { hostileWords, poisoned, trace, turning } from "./hostile.mjs";
import { serveModel } from "./model.mjs";
import { bringUp, image, within } from "./stack.mjs";
import { launchBrowser, loggedInBy, sizes, tooWide, watchOver } from "./visitor.mjs";

const project = "docktor-attack";
const services = `services:
  web:
    image: ${image}
    stop_grace_period: 1s
    labels: {evil: '<script>globalThis.${trace}=1</script>'}
    x-docktor: {min: 1, max: 3, interval: 1s}
  api:
    image: ${image}
    stop_grace_period: 1s
    x-docktor: {min: 2, max: 4, mode: manual, interval: 1s}
`;
const settingsFor = (endpoint) => `brain:
  mode: decide
  model: <b>tester</b>
  provider: openai
  endpoint: ${endpoint}
`;
/** As far as the schema of an advice allows. */
const reason = `${turning}<img src="x-${trace}" onerror="globalThis.${trace}=1"> because`;

let stack, model, browser, login, page;
const wrong = [];

before(
  async () => {
    model = await serveModel({
      judgement: { action: "scale_up", target: 2, confidence: 0.9, reason, watch: "<b>everything</b>" },
      talk: hostileWords,
    });
    stack = await bringUp({ name: project, services, settings: settingsFor(model.endpoint) });
    browser = await launchBrowser();
    login = await loggedInBy(browser, await stack.link());
  },
  { timeout: 180_000 },
);

after(
  async () => {
    await browser?.close();
    await stack?.takeDown();
    model?.close();
  },
  { timeout: 120_000 },
);

beforeEach(() => wrong.splice(0));

const evil = `${project}/<img src=x-${trace} onerror=globalThis.${trace}=1>${turning}${"w".repeat(200)}`;
const rename = (name) => (name === `${project}/web` ? evil : name);
const poison = (text) => JSON.stringify(poisoned(JSON.parse(text), rename));

/** Everything that the daemon answers and tells comes poisoned. */
async function poisonAll(context) {
  await context.routeWebSocket(/events/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((told) => socket.send(poison(String(told))));
  });
  await context.route(/api\/v1\//, async (route) => {
    const asked = new URL(route.request().url());
    const service = asked.searchParams.get("service");
    if (service && ![...service].every((c) => c >= " " && c <= "~"))
      asked.searchParams.set("service", `${project}/web`);
    try {
      const answer = await route.fetch({ url: asked.href });
      const lines = (await answer.text()).split("\n").map((line) => line && poison(line));
      await route.fulfill({ response: answer, body: lines.join("\n") });
    } catch (error) {
      if (!/disposed|closed/.test(error.message)) throw error; // whoever asked has left
    }
  });
}

async function open(path, { size = "desk", poisonous = false } = {}) {
  await page?.context().close();
  const context = await browser.newContext({ viewport: sizes[size], storageState: login.storageState });
  await watchOver(context, login.base, wrong);
  if (poisonous) await poisonAll(context);
  page = await context.newPage();
  await page.goto(login.base + path);
  await page.getByText("Live", { exact: true }).waitFor();
}

/** Nothing was made of the words but words. */
async function onlyWords(where) {
  const made = await page.evaluate((name) => {
    const markup =
      "main :is(script, img, iframe, b), aside :is(script, img, iframe, b), [onload], [onerror], [onmouseover]";
    const links = [...document.querySelectorAll("a")].filter((one) => !one.getAttribute("href").startsWith("#/"));
    return {
      executed: globalThis[name] !== undefined,
      markup: [...document.querySelectorAll(markup), ...links].map((one) => one.outerHTML.slice(0, 200)),
      turning: /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u001b]/.test(document.body.innerText),
    };
  }, trace);
  assert.deepEqual(made, { executed: false, markup: [], turning: false }, where);
  assert.deepEqual(await tooWide(page), [], where);
  assert.deepEqual(wrong, [], where);
}

const asked = (where) => process.env.DOCKTOR_SHOTS && page.screenshot({ path: join(process.env.DOCKTOR_SHOTS, where) });

test(
  "whatever the daemon is made to say is words on every page, and stays in its place",
  { timeout: 300_000 },
  async () => {
    const paths = {
      overview: "#/",
      service: `#/services/${evil.split("/").map(encodeURIComponent).join("/")}`,
      decisions: "#/decisions",
      decision: "#/decisions/d1",
      approvals: "#/approvals",
      configuration: "#/configuration",
      health: "#/health",
      nowhere: `#/<img src=x-${trace} onerror=globalThis.${trace}=1>`,
      stranger: `#/services/${encodeURIComponent(evil)}${turning}`,
    };
    await within(60, async () => JSON.parse(await stack.docktor("proposals", "--json")).proposals.length === 1);
    for (const [name, path] of Object.entries(paths))
      for (const size of Object.keys(sizes)) {
        await open(path, { size, poisonous: true });
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForLoadState("networkidle", { timeout: 1500 }).catch(() => {});
        await asked(`attack-${name}-${size}.png`);
        await onlyWords(`${name} on a ${size}`);
        await page.keyboard.press("Control+k");
        await page.getByRole("dialog").getByRole("combobox").fill("w");
        await page.getByRole("dialog").getByRole("option").first().waitFor();
        await onlyWords(`the palette over ${name} on a ${size}`);
      }
  },
);

test(
  "what a service is called and an answer that is hostile do no harm where something is done",
  { timeout: 90_000 },
  async () => {
    for (const size of ["phone", "desk"]) {
      await open("#/", { size, poisonous: true });
      await page.getByRole("button", { name: /is how .*w{9} is treated/ }).click();
      await page.getByRole("menuitem").first().waitFor();
      await asked(`attack-menu-${size}.png`);
      await onlyWords(`the menu on a ${size}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /replicas of .*w{9}/ }).click();
      await page.getByRole("button", { name: "One more" }).click();
      await onlyWords(`asking for replicas on a ${size}`);
      await page.getByRole("button", { name: /^(Scale|Hold)/ }).click();
      await page.getByRole("button", { name: "Dismiss" }).waitFor();
      await asked(`attack-notice-${size}.png`);
      await onlyWords(`its refusal on a ${size}`);
    }
  },
);

test("what a model says of a change is shown as its words", { timeout: 120_000 }, async () => {
  const advised = await within(60, async () => {
    const { decisions } = JSON.parse(await stack.docktor("decisions", "list", "web", "--actions", "--json"));
    return decisions.find((item) => item.decision.advice);
  });
  await open(`#/decisions/${advised.decision.id}`);
  await page
    .getByText(/<img src="x-pwned" onerror=.*because/)
    .first()
    .waitFor();
  await page.getByText("It watches for: “<b>everything</b>”").waitFor();
  await onlyWords("the decision");
  await open("#/");
  await page.getByText("<b>tester</b>").first().waitFor();
  await onlyWords("the overview");
});

test("an answer in the chat is words, as it comes and afterwards", { timeout: 90_000 }, async () => {
  for (const size of ["phone", "desk"]) {
    await open(`#/services/${project}/web`, { size });
    await page.getByRole("button", { name: "Talk with Docktor" }).click();
    await page.getByRole("textbox", { name: "What to say" }).fill("<script>alert(1)</script> sing to me, would you");
    await page.keyboard.press("Enter");
    await page
      .getByRole("log")
      .getByText(/<script>globalThis/)
      .waitFor();
    await onlyWords(`the chat while it is told on a ${size}`);
    await page
      .getByRole("log")
      .getByText(/said by the language model/)
      .waitFor();
    await asked(`attack-chat-${size}.png`);
    await onlyWords(`the chat on a ${size}`);
  }
});

test("what a settings file is refused for is words", { timeout: 60_000 }, async () => {
  await open("#/configuration");
  await stack.configure(`max: "<img src=x-${trace} onerror=globalThis.${trace}=1>${"w".repeat(300)}"\n`);
  await within(20, async () => (await stack.status()).settings_error?.includes("<img src"));
  await page
    .getByRole("alert")
    .getByText(/refused: [^]*<img src/)
    .waitFor({ timeout: 20_000 });
  await asked("attack-refused.png");
  await onlyWords("the refused settings");
  await stack.configure(settingsFor(model.endpoint));
  await page.getByRole("alert").waitFor({ state: "detached" });
});
