// `npm run screens`: pictures of every screen at four widths, light and dark, for people to look at.
// They go to docs/images/screens; the two of the README are taken on the way.

import { chromium, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findChromium, LAUNCH_ARGS } from "../e2e/browser.ts";
import { startProxy } from "../e2e/proxy.ts";
import { inhabit, startServer } from "../e2e/server.ts";
import { join } from "../e2e/visit.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];
const TALK: [string, string][] = [
  ["ada", "Good morning! The new build is up. Who has a minute to try it on a phone?"],
  ["bea", "Me. Give me two minutes to find the charger."],
  ["bea", "Works. The keyboard no longer hides the box."],
  [
    "cem",
    "I looked at the bundle: **46 kB** over the wire, and the first paint is under a second on the old laptop.",
  ],
  [
    "ada",
    'Nice. For the record, this is how one asks the log from the shell:\n```sh\ncurl -H "Authorization: Bearer $TOKEN" \\\n  https://chat.example/api/rooms/general/log?after=0\n```',
  ],
  [
    "cem",
    "> who has a minute to try it\n\nTried it on the train. Three tunnels, nothing lost:\n- written in the first\n- sent in the second\n- read in the third",
  ],
  ["bea", "☕"],
  [
    "ada",
    "See https://example.com/notes/edge for the notes, and `docs/PROTOCOL.md` for the rules.",
  ],
];

const server = await startServer();
await inhabit(server);
const browser = await chromium.launch({ executablePath: findChromium(), args: LAUNCH_ARGS });
mkdirSync(`${IMAGES}screens`, { recursive: true });
try {
  await talk(server.url);
  for (const scheme of ["light", "dark"] as const)
    for (const size of SIZES) await screens(scheme, size);
} finally {
  await browser.close();
  await server.stop();
}

async function person(url: string, name: string, options = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}/room/general`);
  await join(page, name);
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

async function talk(url: string): Promise<void> {
  const names = { ada: "Ada", bea: "Bea", cem: "Cem" };
  const pages = new Map<string, Page>();
  for (const [key, name] of Object.entries(names)) pages.set(key, await person(url, name));
  for (const [who, text] of TALK) {
    const page = pages.get(who) as Page;
    await say(page, text);
    await page.getByRole("article").last().and(page.locator(":not(.row--pending)")).waitFor();
  }
  const bea = pages.get("bea") as Page;
  for (const [title, topic] of [
    ["Tech Talk", "Releases, bugs, and what broke"],
    ["Tea & cake", ""],
    ["Reading group", "Thursdays"],
  ])
    await newRoom(bea, title ?? "", topic ?? "");
}

async function newRoom(page: Page, title: string, topic: string): Promise<void> {
  await page.getByRole("button", { name: "New room" }).click();
  const dialog = page.getByRole("dialog", { name: "New room" });
  await dialog.getByRole("textbox", { name: "Title" }).fill(title);
  await dialog.getByRole("textbox", { name: "Topic" }).fill(topic);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
}

async function screens(
  colorScheme: "light" | "dark",
  size: { width: number; height: number },
): Promise<void> {
  const touch = size.width < 700;
  const options = {
    colorScheme,
    viewport: size,
    hasTouch: touch,
    isMobile: touch,
    deviceScaleFactor: 1,
  };
  const path = (name: string) => `${IMAGES}screens/${name}-${size.width}-${colorScheme}.png`;
  const proxy = await startProxy(server.url);
  const page = await (await browser.newContext(options)).newPage();
  await refuse(page, "What the server refuses says so");
  await page.goto(`${proxy.url}/room/general`);
  await page.getByRole("textbox", { name: "Your name" }).fill(`Dana ${size.width} ${colorScheme}`);
  await page.screenshot({ path: path("first-run") });
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText("read in the third").waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path("room") });
  if (size.width === 1440 && colorScheme === "light")
    await page.screenshot({ path: `${IMAGES}desktop.png` });
  if (size.width === 390 && colorScheme === "light")
    await page.screenshot({ path: `${IMAGES}phone.png` });
  if (touch) {
    await page.getByRole("button", { name: "Rooms" }).click();
    await page.getByRole("navigation", { name: "Rooms" }).waitFor();
    await page.screenshot({ path: path("rooms") });
    await page.goBack();
  }
  await page.goto(`${proxy.url}/room/tea-cake`);
  await page.getByText("You're the first here").waitFor();
  await page.screenshot({ path: path("empty-room") });
  await page.goto(`${proxy.url}/room/general`);
  await page.getByText("read in the third").waitFor();
  proxy.cut(true);
  await say(page, "Written while the connection was gone.");
  await page
    .getByRole("status", { name: "Connection" })
    .getByRole("button", { name: "Now" })
    .waitFor();
  await page.screenshot({ path: path("reconnecting") });
  proxy.cut(false);
  await page.goto(`${proxy.url}/room/tech-talk`);
  await page.getByText("You're the first here").waitFor();
  await say(page, "What the server refuses says so, and stays until one decides.");
  await page.getByRole("button", { name: "Discard" }).waitFor();
  await page.screenshot({ path: path("failed") });
  await page.context().close();
  await proxy.close();
}

/** The server as it would be to somebody who may not write: it refuses what begins like this. */
async function refuse(page: Page, beginning: string): Promise<void> {
  await page.routeWebSocket("**/room/**", (ws) => {
    const onward = ws.connectToServer();
    ws.onMessage((message) => {
      const frame = String(message).startsWith("{")
        ? (JSON.parse(String(message)) as { type: string; id?: string; body?: string })
        : undefined;
      if (!frame?.body?.startsWith(beginning)) return onward.send(message);
      ws.send(
        JSON.stringify({
          type: "rejected",
          id: frame.id,
          code: "read_only",
          message: "This room is read-only for you.",
        }),
      );
    });
  });
}
