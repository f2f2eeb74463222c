// Files in the page: chosen, dropped, pasted and recorded; on their way, seen by the others, and gone again.

import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { exifSegment, jpeg, png, wav } from "../media/pictures.ts";
import { startServer } from "./server.ts";
import { act, addressOf, handleOf, newRoom, roomLink, visit, type Visitor } from "./visit.ts";

interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const picture = (name: string, width = 120, height = 80): Chosen => ({
  name,
  mimeType: "image/png",
  buffer: png(width, height),
});
const words = (name: string): Chosen => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from("only words"),
});

/** By the button, as people do. */
async function choose({ page }: Visitor, files: Chosen[]): Promise<void> {
  const opening = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Attach files", exact: true }).click();
  await (await opening).setFiles(files);
}

const trayOf = ({ page }: Visitor) => page.getByRole("list", { name: "Attached files" });
const arrived = (visitor: Visitor, name: string) =>
  expect(trayOf(visitor).getByRole("button", { name: `Remove ${name}` })).toBeVisible();

/** Two people in a room of their own. */
async function two(browser: Parameters<typeof visit>[0], baseURL: string | undefined) {
  const ada = await visit(browser, baseURL ?? "", "Ada");
  const title = await newRoom(ada);
  const bea = await visit(browser, `${baseURL}${addressOf(title)}`, "Bea");
  return { ada, bea, title, url: `${baseURL}${addressOf(title)}` };
}

/** As the browser hands over what was dropped or pasted. */
async function handOver(page: Page, event: "drop" | "paste", files: Chosen[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString("base64"),
  }));
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    return transfer;
  }, plain);
  if (event === "drop") {
    const log = page.getByRole("log", { name: "Messages" });
    await log.dispatchEvent("dragenter", { dataTransfer: data });
    await expect(page.getByText("Drop files here to attach them")).toBeVisible();
    await log.dispatchEvent("drop", { dataTransfer: data });
    await expect(page.getByText("Drop files here to attach them")).toBeHidden();
  } else {
    await page
      .getByRole("textbox", { name: "Message", exact: true })
      .evaluate(
        (box, clipboardData) =>
          box.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
          ),
        data,
      );
  }
}

test("pictures are chosen, dropped and pasted into one message, and the other sees them at once", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  // Nothing of the large ones but their thumbnails reaches the other before they are opened.
  const large = /\/(?:one|five)\.png$/;
  await bea.page.route(large, () => {});
  await choose(ada, [picture("one.png", 1600, 900), picture("two.png")]);
  await expect(trayOf(ada).getByRole("listitem")).toHaveCount(2);
  await handOver(ada.page, "drop", [picture("three.png")]);
  await handOver(ada.page, "paste", [picture("four.png"), words("notes.txt")]);
  await expect(trayOf(ada).getByRole("listitem")).toHaveCount(5);
  await trayOf(ada)
    .getByRole("button", { name: /^(Cancel|Remove) two\.png$/ })
    .click();
  await expect(trayOf(ada).getByRole("listitem")).toHaveCount(4);
  await handOver(ada.page, "paste", [picture("five.png", 1200, 1600)]);
  await expect(trayOf(ada).getByRole("listitem")).toHaveCount(5);
  await ada.say("From the pier");
  await expect(trayOf(ada)).toBeHidden();
  const there = bea.message("From the pier");
  for (const name of ["one.png", "three.png", "four.png", "five.png"]) {
    const shot = there.getByRole("button", { name: `Open ${name}` }).locator("img");
    await expect
      .poll(() => shot.evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(100);
  }
  await expect(there.getByRole("link", { name: /notes\.txt.*Download/ })).toBeVisible();
  await expect(there.getByRole("button", { name: "Open two.png" })).toHaveCount(0);
  const shown = there.getByRole("button", { name: "Open one.png" }).locator("img");
  await expect(shown).toHaveAttribute("src", /\?thumbnail$/);
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(800);

  await bea.page.unroute(large);
  await there.getByRole("button", { name: "Open one.png" }).click();
  const opened = bea.page.getByRole("dialog", { name: "one.png" });
  await expect(opened.getByRole("status")).toHaveText("1 of 4");
  await bea.page.keyboard.press("ArrowRight");
  await expect(bea.page.getByRole("dialog", { name: "three.png" })).toBeVisible();
  await expect(bea.page.getByRole("status").filter({ hasText: "2 of 4" })).toBeVisible();
  const { violations } = await new AxeBuilder({ page: bea.page }).analyze();
  expect(violations).toEqual([]);
  await bea.page.keyboard.press("Escape");
  await expect(there.getByRole("button", { name: "Open one.png" })).toBeFocused();
});

test("a message waits for its files while one writes on, and a reload loses neither", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  // Nothing of a part gets through before the reload.
  let isCut = true;
  await ada.page.route("**/files/*/parts/*", (route) => (isCut ? undefined : route.continue()));
  await choose(ada, [picture("slow.png"), words("slow.txt")]);
  await expect(trayOf(ada).getByRole("progressbar").first()).toBeVisible();
  await ada.say("With two files");
  const waits = ada.message("With two files");
  await expect(waits).toHaveAccessibleName(/, sending$/);
  await expect(waits.getByRole("progressbar", { name: "Upload of slow.png" })).toBeVisible();
  // Nothing is at its address yet.
  await expect(waits).toContainText("slow.txt");
  await expect(waits.getByRole("link", { name: /slow\.txt/ })).toHaveCount(0);
  await waits.getByRole("button", { name: "Cancel slow.txt" }).click();
  await ada.say("Meanwhile");
  await expect(bea.message("Meanwhile")).toBeVisible();
  await choose(ada, [words("unsent.txt")]);
  await expect(trayOf(ada)).toContainText("unsent.txt");
  isCut = false;
  await ada.page.reload();
  const there = bea.message("With two files");
  await expect(there.getByRole("button", { name: "Open slow.png" })).toBeVisible({
    timeout: 30_000,
  });
  await expect(there).not.toContainText("slow.txt");
  await expect(ada.message("With two files")).toHaveCount(1);
  await arrived(ada, "unsent.txt");
});

test("what the server refuses says why, and is tried again or taken off; the message carries the rest", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  let isFull = true;
  await ada.page.route("**/complete", async (route) =>
    isFull && route.request().method() === "POST"
      ? route.fulfill({
          status: 507,
          json: { code: "storage_full", message: "There is no room left." },
        })
      : route.continue(),
  );
  await choose(ada, [picture("first.png")]);
  await expect(trayOf(ada)).toContainText("There is no room left.");
  await choose(ada, [{ ...words("nothing.txt"), buffer: Buffer.alloc(0) }]);
  await expect(trayOf(ada)).toContainText("This file is empty");
  const { violations } = await new AxeBuilder({ page: ada.page }).analyze();
  expect(violations).toEqual([]);
  isFull = false;
  await choose(ada, [picture("second.png")]);
  await arrived(ada, "second.png");
  // Without a word, too.
  await ada.page.getByRole("button", { name: "Send", exact: true }).click();
  const log = bea.page.getByRole("log", { name: "Messages" });
  await expect(log.getByRole("button", { name: "Open second.png" })).toBeVisible();
  await expect(log.getByRole("button", { name: "Open first.png" })).toHaveCount(0);
  await trayOf(ada).getByRole("button", { name: "Remove nothing.txt" }).click();
  await trayOf(ada).getByRole("button", { name: "Retry first.png" }).click();
  await arrived(ada, "first.png");
  await ada.page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(log.getByRole("button", { name: "Open first.png" })).toBeVisible();
});

test("sounds and videos play and can be sought in; with its message a file is gone for everybody", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  const film = Buffer.from(
    await ada.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
      const context = canvas.getContext("2d");
      const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
      const chunks: Blob[] = [];
      recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
      const done = new Promise((resolve) => recorder.addEventListener("stop", resolve));
      recorder.start();
      for (let i = 0; i < 20; i++) {
        context?.fillRect(i * 8, 0, 8, 90);
        await new Promise(requestAnimationFrame);
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      recorder.stop();
      await done;
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    }),
    "base64",
  );
  await choose(ada, [
    { name: "tone.wav", mimeType: "audio/wav", buffer: wav(3) },
    { name: "film.webm", mimeType: "video/webm", buffer: film },
  ]);
  for (const name of ["tone.wav", "film.webm"]) await arrived(ada, name);
  await ada.say("Listen");
  const there = bea.message("Listen");
  const sound = there.locator("audio");
  await expect
    .poll(() => sound.evaluate((player: HTMLAudioElement) => player.duration))
    .toBeCloseTo(3, 1);
  await sound.evaluate(async (player: HTMLAudioElement) => {
    player.muted = true;
    player.currentTime = 2;
    await player.play();
  });
  await expect
    .poll(() => sound.evaluate((player: HTMLAudioElement) => player.currentTime))
    .toBeGreaterThan(2);
  const video = there.locator("video");
  await expect(video).toHaveAccessibleName("film.webm");
  await expect
    .poll(() => video.evaluate((player: HTMLVideoElement) => player.videoWidth))
    .toBe(160);

  const address = await sound.getAttribute("src");
  expect(await statusOf(bea.page, address)).toBe(200);
  await act(ada, "Listen", "Delete");
  const asked = ada.page.getByRole("dialog", { name: "Delete this message?" });
  await asked.getByRole("button", { name: "Delete" }).click();
  await expect(there).toHaveCount(0);
  await expect(bea.page.locator("audio, video")).toHaveCount(0);
  expect(await statusOf(bea.page, address)).toBe(404);
});

const statusOf = (page: Page, address: string | null) =>
  page.evaluate(async (path) => (await fetch(path ?? "", { cache: "no-store" })).status, address);

test("a photograph reaches the others turned as it was, and without where it was taken; so does a film", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  const photo = { name: "photo.jpg", mimeType: "image/jpeg", buffer: jpeg([exifSegment(6)]) };
  await choose(ada, [photo]);
  await ada.say("Where was that?");
  const shown = bea.message("Where was that?").getByRole("button", { name: "Open photo.jpg" });
  const image = shown.locator("img");
  await expect
    .poll(() => image.evaluate(({ naturalWidth: w, naturalHeight: h }: HTMLImageElement) => [w, h]))
    .toEqual([8, 16]);
  const bytes = await bea.page.evaluate(
    async (path) => (await fetch(path ?? "")).text(),
    await image.getAttribute("src"),
  );
  expect(bytes).toContain("Exif");
  expect(bytes).not.toContain("GPS-SECRET");

  const kept = (name: string) => readFileSync(new URL(`../media/samples/${name}`, import.meta.url));
  await choose(ada, [
    { name: "film.mp4", mimeType: "video/mp4", buffer: kept("film.mp4") },
    { name: "photo.avif", mimeType: "image/avif", buffer: kept("photo.avif") },
  ]);
  await ada.say("And that?");
  const there = bea.message("And that?");
  const small = there.getByRole("button", { name: "Open photo.avif" }).locator("img");
  await expect.poll(() => small.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(16);
  await there.getByRole("button", { name: "Play film.mp4" }).click();
  const film = bea.page.getByRole("dialog", { name: "film.mp4" }).locator("video");
  await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(32);
  for (const shownAs of [small, film]) {
    const text = await bea.page.evaluate(
      async (path) => (await fetch(path ?? "")).text(),
      await shownAs.getAttribute("src"),
    );
    expect(text.length).toBeGreaterThan(500);
    expect(text).not.toMatch(/GPS-SECRET|loci/);
  }
});

test("a file that is gone says so in its place; a thread has a tray of its own", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea } = await two(browser, baseURL);
  await choose(ada, [picture("lost.png")]);
  await ada.say("Here it is");
  const there = bea.message("Here it is");
  await expect(there.getByRole("button", { name: "Open lost.png" })).toBeVisible();
  await bea.page.route("**/files/**", (route) => route.fulfill({ status: 404, json: {} }));
  await bea.page.reload();
  await expect(there).toContainText("This file is not available any more.");
  await bea.page.unroute("**/files/**");
  await there.getByRole("button", { name: "Try again" }).click();
  await expect(there.getByRole("button", { name: "Open lost.png" })).toBeVisible();

  await act(ada, "Here it is", "Reply in thread");
  const thread = ada.page.getByRole("region", { name: "Thread" });
  const opening = ada.page.waitForEvent("filechooser");
  await thread.getByRole("button", { name: "Attach files", exact: true }).click();
  await (await opening).setFiles([picture("answer.png")]);
  await expect(thread.getByRole("list", { name: "Attached files" })).toContainText("answer.png");
  await expect(trayOf(ada)).toHaveCount(1);
  await thread.getByRole("button", { name: "Send reply" }).click();
  await there.getByRole("button", { name: /^1 reply/ }).click();
  await expect(
    bea.page
      .getByRole("region", { name: "Thread" })
      .getByRole("button", { name: "Open answer.png" }),
  ).toBeVisible();
});

test("a voice message is recorded, listened to, and sent", async ({ browser, baseURL }) => {
  const { ada, bea } = await two(browser, baseURL);
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const sound = new AudioContext();
      const tone = sound.createOscillator();
      const out = sound.createMediaStreamDestination();
      tone.connect(out);
      tone.start();
      return Promise.resolve(out.stream);
    };
  });
  await ada.page.getByRole("button", { name: "Record a voice message" }).click();
  const recording = ada.page.getByRole("group", { name: "Recording" });
  await expect(recording).toContainText("0:01", { timeout: 20_000 });
  await recording.getByRole("button", { name: "Stop recording" }).click();
  const before = trayOf(ada).locator("audio");
  await expect(before).toBeVisible();
  await expect(trayOf(ada).getByRole("button", { name: /^Remove Voice message/ })).toBeVisible();
  await ada.page.getByRole("button", { name: "Send", exact: true }).click();
  const log = bea.page.getByRole("log", { name: "Messages" });
  await expect(log.getByText("Voice message")).toBeVisible();
  await expect(log.locator("svg.wave")).toBeVisible();
  await expect
    .poll(() => log.locator("audio").evaluate((player: HTMLAudioElement) => player.duration))
    .toBeLessThan(60);
});

/** A pointer that did not move for 40 ms has stopped, says Chromium. */
const STANDS_MS = 100;

test("on a phone: choosing, seeing large by a swipe, and the room's files as a pane of their own", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, url } = await two(browser, baseURL);
  await choose(ada, [picture("left.png"), picture("right.png"), words("plan.txt")]);
  await ada.say("Three things");
  await expect(bea.message("Three things").getByRole("link", { name: /plan\.txt/ })).toBeVisible();
  const cem = await visit(browser, url, "Cem", {
    viewport: { width: 320, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  const { page } = cem;
  await choose(cem, [picture("mine.png")]);
  await arrived(cem, "mine.png");
  await expect(page.getByRole("button", { name: "Take a photo" })).toBeVisible();
  const overflows = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  expect(await overflows()).toBe(false);
  await page.getByRole("button", { name: "Open left.png" }).tap();
  await expect(page.getByRole("dialog", { name: "left.png" })).toBeVisible();
  const session = await page.context().newCDPSession(page);
  const finger = (type: "touchStart" | "touchMove" | "touchEnd", x?: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: x === undefined ? [] : [{ x, y: 300 }],
    });
  await finger("touchStart", 250);
  await finger("touchMove", 150);
  await finger("touchMove", 60);
  // A finger that stands before it lifts throws nothing: the browser takes the next tap for what it is.
  await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), STANDS_MS);
  await finger("touchEnd");
  await expect(page.getByRole("dialog", { name: "right.png" })).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).tap();

  await page.getByRole("button", { name: "Files", exact: true }).tap();
  const pane = page.getByRole("region", { name: "Files" });
  await expect(pane.getByRole("button", { name: "Open right.png" })).toBeVisible();
  await pane.getByRole("button", { name: "Other files" }).tap();
  await expect(pane.getByRole("link", { name: /plan\.txt/ })).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.goBack();
  await expect(pane).toBeHidden();
  await arrived(cem, "mine.png");
});

test("one's own picture, and a room's, is cut to a square, shows in place of initials, and goes again", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, title } = await two(browser, baseURL);
  await ada.say("Look at me");
  await expect(bea.message("Look at me")).toBeVisible();
  const { page } = ada;
  await page.getByRole("button", { name: /^Account:/ }).click();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("button", { name: "Profile" }).click();
  const opening = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choose a picture" }).click();
  await (await opening).setFiles([picture("me.png", 600, 400)]);
  await dialog.getByRole("slider", { name: "Zoom" }).fill("2");
  await dialog.getByRole("img", { name: "Move and zoom the picture" }).press("ArrowLeft");
  const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
  expect(violations).toEqual([]);
  await dialog.getByRole("button", { name: "Use this picture" }).click();
  const theirs = bea.message("Look at me").locator(".avatar img");
  await expect(theirs).toBeVisible();
  await expect
    .poll(() =>
      theirs.evaluate(({ naturalWidth: w, naturalHeight: h }: HTMLImageElement) => [w, h]),
    )
    .toEqual([256, 256]);
  // In the list, and where one goes by a few letters, too.
  await bea.page.evaluate(async (handle) => {
    const body = JSON.stringify({ handle });
    const found = await fetch("/api/me/direct", { method: "POST", body });
    const { name } = (await found.json()) as { name: string };
    const hello = JSON.stringify({ type: "post", id: crypto.randomUUID(), after: 0, body: "Hi" });
    await fetch(`/api/rooms/${name}/log`, { method: "POST", body: hello });
  }, handleOf(ada));
  const direct = bea.page.getByRole("navigation", { name: "Direct messages" });
  const between = direct.getByRole("link", { name: ada.name });
  await expect(between.locator("img")).toBeVisible();
  await dialog.getByRole("button", { name: "Remove the picture" }).click();
  await expect(between.locator("img")).toHaveCount(0);
  await expect(theirs).toHaveCount(0);
  await dialog.getByRole("button", { name: "Close", exact: true }).click();

  // The room may have one, too; everybody sees who gave it.
  await page.getByRole("button", { name: "Room settings" }).click();
  const settings = page.getByRole("dialog", { name: "Room settings" });
  const choosing = page.waitForEvent("filechooser");
  await settings.getByRole("button", { name: "Choose a picture" }).click();
  await (await choosing).setFiles([picture("room.png", 300, 300)]);
  await settings.getByRole("button", { name: "Use this picture" }).click();
  await expect(settings.locator(".picture-choice")).toBeVisible();
  await expect(bea.page.getByText(/gave the room a picture/)).toBeVisible();
  await expect(bea.page.locator(".room-header .room-icon")).toBeVisible();
  await expect(roomLink(bea, title).locator("img")).toBeVisible();
});

test("a removed member: the picture they look at closes, and no address of it answers any more, kept or not", async ({
  browser,
  baseURL,
}) => {
  const { ada, bea, url } = await two(browser, baseURL);
  await choose(ada, [picture("plan.png", 1600, 900), words("plan.txt")]);
  await ada.say("The plan");
  await bea.say("I see");
  const { page } = bea;
  const there = bea.message("The plan");
  const text = await there.getByRole("link", { name: /plan\.txt/ }).getAttribute("href");
  await page.getByRole("button", { name: "Files", exact: true }).click();
  const pane = page.getByRole("region", { name: "Files" });
  await pane.getByRole("button", { name: "Open plan.png" }).click();
  const large = page.getByRole("dialog", { name: "plan.png" });
  const whole = large.getByRole("img", { name: "plan.png" });
  await expect.poll(() => whole.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1600);
  const address = (await whole.getAttribute("src")) ?? "";
  /** As an `<img>` would: out of the browser's cache, where that may answer. */
  const statuses = () =>
    page.evaluate(
      async (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      [address, `${address}?thumbnail`, text ?? ""],
    );
  expect(await statuses()).toEqual([200, 200, 200]);

  await ada.message("I see").getByRole("button", { name: bea.name, exact: true }).click();
  const card = ada.page.getByRole("dialog", { name: bea.name, exact: true });
  await card.getByRole("button", { name: "Remove from room" }).click();
  await card.getByRole("radio", { name: "Ban: stays out" }).check();
  await card.getByRole("button", { name: "Ban", exact: true }).click();
  await expect(page.getByText("took you out of this room")).toBeVisible();
  await expect(large).toBeHidden();
  expect(await statuses()).toEqual([404, 404, 404]);
  await page.goto(url);
  await expect(page.getByRole("heading", { name: /is not open to you/ })).toBeVisible();
  await expect(page.locator(".file")).toHaveCount(0);
  await page.goto(`${baseURL}${address}`);
  await expect(page.locator("img")).toHaveCount(0);
});

test("a server without a place for files offers none, and its addresses say so", async ({
  browser,
}) => {
  const server = await startServer({ files: false });
  try {
    const ada = await visit(browser, server.url, "Ada");
    const { page } = ada;
    await ada.say("Only words");
    await expect(ada.message("Only words")).not.toHaveAccessibleName(/, sending$/);
    for (const name of ["Attach files", "Record a voice message", "Files"])
      await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: "Room settings" }).click();
    const settings = page.getByRole("dialog", { name: "Room settings" });
    await expect(settings.getByRole("textbox", { name: "Title" })).toBeVisible();
    await expect(settings.getByRole("button", { name: "Choose a picture" })).toHaveCount(0);
    const answers = await page.evaluate(async () => {
      const session = (await (await fetch("/api/session")).json()) as { files?: unknown };
      const answer = async (method: string, path: string, body?: string) => {
        const { status } = await fetch(path, { method, ...(body && { body }) });
        return status;
      };
      return [
        session.files ?? "none",
        await answer("POST", "/api/rooms/general/files", '{"id":"a","name":"a.txt","size":1}'),
        await answer("PUT", "/api/me/avatar", "none"),
        await answer("GET", `/files/general/${"a".repeat(26)}/a.txt`),
      ];
    });
    expect(answers).toEqual(["none", 404, 404, 404]);
  } finally {
    await server.stop();
  }
});
