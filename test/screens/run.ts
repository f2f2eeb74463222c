// `npm run screens`: pictures of every screen at four widths, light and dark, for people to look at.
// They go to docs/images/screens; the two of the README are taken on the way.

import { chromium, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findChromium, LAUNCH_ARGS } from "../e2e/browser.ts";
import { startProxy } from "../e2e/proxy.ts";
import { inhabit, startServer } from "../e2e/server.ts";
import { join } from "../e2e/visit.ts";
import { wav } from "../media/pictures.ts";

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
  await files(pages.get("ada") as Page, url);
}

/** Pictures, a sound and a plan in the last of the rooms, which has a picture of its own. */
async function files(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/room/reading-group`);
  await page.getByRole("button", { name: "Room settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Room settings" });
  const picking = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choose a picture" }).click();
  await (await picking).setFiles([await picture(page, "books.png", 400, 400, 345)]);
  await dialog.getByRole("button", { name: "Use this picture" }).click();
  await dialog.getByRole("button", { name: "Remove the picture" }).waitFor();
  await page.keyboard.press("Escape");
  await attach(page, [
    await picture(page, "harbour.png", 1200, 800, 205),
    await picture(page, "lighthouse.png", 800, 1200, 20),
    await picture(page, "market.png", 1000, 1000, 140),
    await picture(page, "shore.png", 1600, 700, 280),
  ]);
  await say(page, "From the coast");
  await attach(page, [
    { name: "chapter-one.wav", mimeType: "audio/wav", buffer: wav(3) },
    { name: "reading plan.txt", mimeType: "text/plain", buffer: Buffer.alloc(4_000, "plan ") },
  ]);
  await say(page, "And what we read on Thursday");
  await page.getByRole("link", { name: /reading plan/ }).waitFor();
}

/** Hills under a sky of this hue. */
async function picture(page: Page, name: string, width: number, height: number, hue: number) {
  const draw = async ([wide, high, sky]: number[]): Promise<string> => {
    const [w, h] = [wide ?? 1, high ?? 1];
    const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h });
    const context = canvas.getContext("2d");
    const fill = (light: number, points: number[][]) => {
      if (!context) return;
      context.fillStyle = `hsl(${sky} 45% ${light}%)`;
      context.beginPath();
      for (const [x, y] of points) context.lineTo((x ?? 0) * w, (y ?? 0) * h);
      context.fill();
    };
    fill(78, [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]);
    fill(58, [
      [0, 0.6],
      [0.3, 0.35],
      [0.62, 0.7],
      [0.8, 0.5],
      [1, 0.65],
      [1, 1],
      [0, 1],
    ]);
    fill(36, [
      [0, 0.85],
      [0.45, 0.6],
      [1, 0.9],
      [1, 1],
      [0, 1],
    ]);
    return Promise.resolve(canvas.toDataURL("image/png"));
  };
  const url = await page.evaluate(draw, [width, height, hue]);
  const buffer = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
  return { name, mimeType: "image/png", buffer };
}

/** All pictures on show are there. */
async function pictured(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLImageElement>(".file img, .lightbox img")].every(
      ({ complete, naturalWidth }) => complete && naturalWidth > 0,
    ),
  );
}

async function attach(
  page: Page,
  chosen: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  const opening = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files", exact: true }).click();
  await (await opening).setFiles(chosen);
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
  await page.goto(`${proxy.url}/room/reading-group`);
  await page.getByRole("link", { name: /reading plan/ }).waitFor();
  await page.route("**/files/*/parts/*", () => {});
  await attach(page, [await picture(page, "on its way.png", 900, 600, 55)]);
  await page.getByRole("progressbar").waitFor();
  await pictured(page);
  await page.screenshot({ path: path("files") });
  await page.getByRole("button", { name: "Open shore.png" }).click();
  await page.getByRole("dialog").getByRole("img", { name: "shore.png" }).waitFor();
  await pictured(page);
  await page.screenshot({ path: path("picture") });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Files", exact: true }).click();
  await page
    .getByRole("region", { name: "Files" })
    .getByRole("button", { name: "Open shore.png" })
    .waitFor();
  await pictured(page);
  await page.screenshot({ path: path("gallery") });
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
