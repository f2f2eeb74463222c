// `npm run bench:page`: what the page does on a machine a quarter as fast as this one.
// Chromium on the production build, from a cold cache unless said; medians in milliseconds since the address was asked for.

import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { rmSync } from "node:fs";
import { createApi } from "../../src/client/api.ts";
import { signUp } from "../chaos/participant.ts";
import { findChromium, LAUNCH_ARGS } from "../e2e/browser.ts";
import { startServer } from "../e2e/server.ts";
import { openWire } from "../live/wire.ts";
import { fillRoom } from "./fill.ts";

const ROOMS = { short: 1_000, long: 1_000_000 } as const;
const NAMES = ["short", "long"] as const;
const SLOWER = 4;
const SAMPLES = 7;

const persistTo = await withPast();
const server = await startServer({ by: "serve", persistTo });
const browser = await chromium.launch({ executablePath: findChromium(), args: LAUNCH_ARGS });
try {
  await report("the first page", () => coldly({}, "/", firstPage));
  const storageState = await joined();
  for (const room of NAMES)
    await report(`a room of ${ROOMS[room].toLocaleString("en")}`, () =>
      coldly({ storageState }, `/room/${room}`, (page) => roomShown(page, room)),
    );
  await switching(storageState);
} finally {
  await browser.close();
  await server.stop();
  rmSync(persistTo, { recursive: true, force: true });
}

/** A folder of data with both rooms in it. */
async function withPast(): Promise<string> {
  const first = await startServer({ by: "serve" });
  const { person, token } = await signUp(first.url, "author");
  for (const name of NAMES) {
    await createApi({ origin: first.url, token }).createRoom({ name, id: crypto.randomUUID() });
    await (await openWire(first.url, name, token)).next("welcome");
  }
  await first.kill();
  for (const name of NAMES)
    fillRoom(first.persistTo, name, { author: person, messages: ROOMS[name], reacted: false });
  return first.persistTo;
}

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

async function joined(): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole("textbox", { name: "Your name" }).fill("Ada");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

type Figures = Record<string, number>;

async function coldly(
  options: Parameters<Browser["newContext"]>[0],
  path: string,
  shown: (page: Page) => Promise<number>,
): Promise<Figures> {
  const context = await browser.newContext(options);
  const page = await slowPage(context);
  await page.goto(`${server.url}${path}`);
  const usable = await shown(page);
  const painted = await page.evaluate(firstPainted);
  await context.close();
  return { "first paint": painted, usable };
}

async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return page;
}

/** Runs in the page, which is told of it some time after it was. */
function firstPainted(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName("first-contentful-paint");
      if (entry) resolve(entry.startTime);
    }).observe({ type: "paint", buffered: true });
  });
}

/** One can type one's name. */
function firstPage(page: Page): Promise<number> {
  return page.evaluate(paintedOnce, { of: "input", text: "" });
}

/** The newest message is there, and a box to answer it. */
async function roomShown(page: Page, room: keyof typeof ROOMS): Promise<number> {
  await page.evaluate(paintedOnce, { of: "textarea:not(:disabled)", text: "" });
  return page.evaluate(paintedOnce, { of: "[role=log]", text: `Message ${ROOMS[room]},` });
}

/** Runs in the page: when the first frame with this text in such an element had been painted. */
function paintedOnce({ of, text }: { of: string; text: string }): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const found = [...document.querySelectorAll(of)];
      if (!found.some((element) => element.textContent.includes(text)))
        return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      return port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  });
}

/** From one room to another, both of which were open before. */
async function switching(storageState: Session): Promise<void> {
  const context = await browser.newContext({ storageState });
  const page = await slowPage(context);
  for (const room of [...NAMES, ...NAMES]) {
    await page.goto(`${server.url}/room/${room}`);
    await roomShown(page, room);
  }
  let count = 0;
  await report("from room to room", async () => {
    const room = NAMES[count++ % 2] ?? "short";
    const began = await page.evaluate((path) => {
      const now = performance.now();
      document.querySelector<HTMLAnchorElement>(`nav a[href="${path}"]`)?.click();
      return now;
    }, `/room/${room}`);
    return { shown: (await roomShown(page, room)) - began };
  });
  await context.close();
}

async function report(what: string, sample: () => Promise<Figures>): Promise<void> {
  const all: Figures[] = [];
  // One after the other: they would slow each other down.
  // oxlint-disable-next-line no-await-in-loop
  for (let i = 0; i < SAMPLES; i++) all.push(await sample());
  const names = Object.keys(all[0] ?? {});
  const figures = names.map((name) => {
    const sorted = all.map((one) => one[name] ?? Number.NaN).toSorted((a, b) => a - b);
    return `${name} ${Math.round(sorted[SAMPLES >> 1] ?? Number.NaN)} ms`;
  });
  console.log(`${what}: ${figures.join(", ")}`);
}
