// The room's log and its history as the server tells them over HTTP, page by page [T2].
// It is read past everything that cuts, so that it is the measure of what clients were shown.

import type { Entry, Message } from "../../src/protocol/entries.ts";
import { whole } from "../../src/client/timeline.ts";
import { roomPath, logPath } from "../../src/client/address.ts";

export async function readWholeLog(origin: string, room: string, token: string): Promise<Entry[]> {
  const log: Entry[] = [];
  for (;;) {
    const response = await fetch(`${origin}${logPath(room)}?after=${log.length}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${roomPath(room)} answered ${response.status}.`);
    const page = (await response.json()) as { entries: Entry[]; more: boolean };
    log.push(...page.entries);
    if (!page.more) return log;
  }
}

/** Every message as it is now, with its threads, as one sees it who reads nothing but history [L5]. */
export async function readHistory(origin: string, room: string, token: string): Promise<Message[]> {
  const main = await readMessages(origin, room, token);
  const roots = main.filter(({ replies }) => replies);
  const threads = roots.map(({ seq }) => readMessages(origin, room, token, seq));
  return [...main, ...(await Promise.all(threads)).flat()];
}

async function readMessages(
  origin: string,
  room: string,
  token: string,
  thread?: number,
): Promise<Message[]> {
  const messages: Message[] = [];
  const under = thread === undefined ? "" : `&thread=${thread}`;
  for (;;) {
    const before = messages[0]?.seq ?? Number.MAX_SAFE_INTEGER;
    const query = `?before=${before}&limit=100${under}`;
    const response = await fetch(`${origin}${logPath(room)}${query}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`${roomPath(room)} answered ${response.status}.`);
    const page = (await response.json()) as { messages: Message[]; start: boolean };
    messages.unshift(...page.messages.map(whole));
    if (page.start) return messages;
  }
}
