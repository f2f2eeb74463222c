// What the page knows of whoever is signed in: it goes with them, and follows what they say of themselves.

import { beforeEach, expect, test, vi } from "vitest";
import { leaveForGood, signOut } from "../../src/web/behavior/account.ts";
import { bookmarks, failed, learnBookmarks } from "../../src/web/behavior/bookmarks.ts";
import { obeySlash } from "../../src/web/behavior/obey.ts";
import { known, me, session } from "../../src/web/behavior/session.ts";
import { changeStatus } from "../../src/web/behavior/status.ts";
import type { RoomClient } from "../../src/client/room-client.ts";
import { answering, drafts, store } from "./own-page.ts";

vi.mock("../../src/web/behavior/app.ts", () => import("./own-page.ts"));
vi.mock("../../src/web/behavior/files/tray-store.ts", () => ({ forgetTrays: async () => {} }));

const ada = { id: "id-of-ada", handle: "ada", name: "Ada" };
const refused = () => Response.json({ code: "rate_limited", message: "Slowly." }, { status: 429 });
const done = () => new Response(null, { status: 204 });

beforeEach(() => {
  for (const key of store.keys()) store.remove(key);
  known(ada);
});

/** What a browser knows after a while. */
function wasUsed(): void {
  drafts.write("general", "hello");
  for (const key of ["recent", "emoji-recent", "emoji-tone", "theme", "sound", "community"])
    store.set(key, "kept");
}

test.each([
  ["signing out", signOut],
  ["leaving for good", () => leaveForGood("keep")],
])("%s leaves in the browser only what belongs to it", async (_, go) => {
  wasUsed();
  answering(refused);
  await go();
  expect(store.keys()).toContain("recent");
  answering(done);
  await go();
  expect(store.keys().toSorted()).toEqual(["community", "sound", "theme"]);
  expect(session.value).toEqual({ name: "none" });
});

test("a status shows as one's own once the server has it", async () => {
  const status = { emoji: "🌙", text: "away" };
  answering(refused);
  expect(await changeStatus(status)).toMatchObject({ code: "rate_limited" });
  expect(me.value).toEqual(ada);
  answering(done);
  expect(await changeStatus(status)).toBeUndefined();
  expect(me.value).toEqual({ ...ada, status });
  expect(await changeStatus({})).toBeUndefined();
  expect(me.value).toEqual(ada);
});

test("a status that is set while one signs out brings nobody back", async () => {
  answering(done);
  const set = changeStatus({ text: "gone" });
  await signOut();
  await set;
  expect(session.value).toEqual({ name: "none" });
});

test("/status shows it, too", async () => {
  answering(done);
  expect(await obeySlash("/status 🌙 away", {} as RoomClient, 100)).toBe("");
  expect(me.value?.status).toEqual({ emoji: "🌙", text: "away" });
});

test("bookmarks stay while one changes one's name, and go with whoever one is", async () => {
  const message = { seq: 1, by: "bea", ts: 1, body: "hello" };
  answering(() =>
    Response.json({ bookmarks: [{ n: 1, room: "general", message }], people: {}, more: false }),
  );
  await learnBookmarks();
  expect(bookmarks.value).toHaveLength(1);
  known({ ...ada, name: "Ada Lovelace" });
  expect([bookmarks.value.length, failed.value]).toEqual([1, false]);
  known({ ...ada, id: "id-of-bea" });
  expect([bookmarks.value.length, failed.value]).toEqual([0, undefined]);
});
