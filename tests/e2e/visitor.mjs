// Somebody with a real Chromium.
import { chromium } from "playwright-core";

export const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 768, height: 1024 },
  desk: { width: 1440, height: 900 },
};

/** DOCKTOR_CHROMIUM names the browser. */
export const launchBrowser = () =>
  chromium.launch({ executablePath: process.env.DOCKTOR_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** What a browser keeps that has opened the link, and the address of the page that it came to. */
export async function loggedInBy(browser, link) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(link);
  await tab.getByText("Live", { exact: true }).waitFor();
  const base = tab.url().split("#")[0];
  const storageState = await context.storageState();
  await context.close();
  return { base, storageState };
}

/** Has `wrong` say what the pages of `context` must not do: fail, ask other hosts, do what their policy forbids, or bring
 *  a box of the browser's own before them. */
export async function watchOver(context, base, wrong) {
  // A breach of the policy is told to nobody else.
  await context.addInitScript(() =>
    addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI}`)),
  );
  context.on("page", (page) => {
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (said) => said.text().startsWith("policy: ") && wrong.push(said.text()));
    page.on(
      "request",
      (asked) => new URL(asked.url()).host === new URL(base).host || wrong.push(`asks ${asked.url()}`),
    );
    page.on("dialog", (dialog) => {
      wrong.push(`says ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
}

/** Whatever is wider than the window, or than the part of the page that scrolls with it; empty where all has its place. */
export const tooWide = (page) =>
  page.evaluate(() => {
    const scrolls = (one) =>
      /auto|scroll/.test(getComputedStyle(one).overflowX) && !one.matches("textarea, input, select");
    const places = [document.documentElement, ...[...document.querySelectorAll("body *")].filter(scrolls)];
    const found = places.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0);
    return found.map((one) => {
      const edge = one.getBoundingClientRect().left + one.clientWidth + 1;
      const out = [...one.querySelectorAll("*")].filter((part) => part.getBoundingClientRect().right > edge);
      return `${one.tagName} by ${out.at(-1)?.outerHTML.slice(0, 200)}`;
    });
  });
