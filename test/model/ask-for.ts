// What one may ask for beside the socket: lists, pages, the inbox. The wire is watched for what an answer names;
// here, whoever is out of a room is held to find what is found where no room is [D4] [O4].

import { Raw, type Person } from "./raw.ts";
import type { Scene } from "./scene.ts";

const OF_ROOM = [
  "/log",
  "/log?after=0",
  "/log?before=1000000",
  "/log?around=3",
  "/log?date=0",
  "/pins",
  "/threads",
  "/members",
  "/people?find=a",
  "/audit",
];
const OWN = ["/api/me/rooms", "/api/me/inbox", "/api/me/bookmarks"];

/** `what`: which of them, by number. */
export async function askFor(scene: Scene, person: Person, what: number): Promise<void> {
  const { oracle, roomName } = scene;
  const paths = [...OF_ROOM.map((path) => `/api/rooms/${roomName}${path}`), ...OWN, ...OWN];
  const path = paths[what % paths.length] ?? "";
  const isOut = () => oracle.isOut(person.id);
  const wasOut = isOut();
  const { status, text } = await new Raw(scene, person).ask("GET", path);
  // One who came or went meanwhile may get either answer.
  if (wasOut !== isOut()) return;
  if (path.startsWith("/api/me")) {
    const rooms = path.endsWith("/rooms") ? unreadIn(text) : [text.includes(roomName)];
    if (wasOut && rooms.some(Boolean))
      oracle.fault(`[D4] ${path} names the room to who is out of it: ${text}`);
  } else if (path.endsWith("/audit") && status === 403) return;
  else if ((status === 404) !== wasOut)
    oracle.fault(`[D4] ${path} is ${status} to who is ${wasOut ? "out" : "in"}`);
}

/** The news that one is out may be on its way [D4]; but what is unread there is asked of the room. */
function unreadIn(text: string): number[] {
  const { rooms } = JSON.parse(text) as { rooms: { name: string; unread: number }[] };
  return rooms.filter(({ name }) => name !== "general").map(({ unread }) => unread);
}
