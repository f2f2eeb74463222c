// The room's log as the server tells it over HTTP, page by page [T2].
// It is read past everything that cuts, so that it is the measure of what clients were shown.

import type { Entry } from "../../src/protocol/entries.ts";
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
