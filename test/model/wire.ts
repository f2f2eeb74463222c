// What every connection must look like from the server's side, whatever the client makes of it.
// Watches each frame when the room says it [C3] [L2] [L5] [L6], and again when it leaves [G1].

import { parseDown } from "../../src/protocol/codec.ts";
import type { Sync } from "../../src/protocol/commands.ts";
import type { MessageEntry } from "../../src/protocol/entries.ts";
import type { DownFrame, Entries } from "../../src/protocol/frames.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Link } from "./link.ts";
import type { Oracle } from "./oracle.ts";

/** Where each text is noted, for the tests that look for one. */
export interface Notes {
  said: string[];
  heard: string[];
}

/** A person's own socket says nothing else [T7]. */
const isOfInbox = (text: string) => /^\{"type":"(inbox|notice|news)"/.test(text);

export function watchWire(link: Link, oracle: Oracle, notes: Notes): void {
  let isWelcome = false;
  /** The last `seq` said on this connection. */
  let at: number | undefined;
  let head = 0;
  /** The cursors of the syncs that are not answered yet. */
  const syncs: number[] = [];
  let isReplaying = false;

  link.heard = (text) => {
    notes.heard.push(text);
    if (text.includes('"type":"sync"')) syncs.push((JSON.parse(text) as Sync).after);
  };

  link.said = (text) => {
    const frame = parseDown(text);
    if (!frame || isOfInbox(text)) return;
    if (!isWelcome && frame.type !== "welcome") oracle.fault(`[C3] ${frame.type} before welcome`);
    switch (frame.type) {
      case "welcome":
        if (isWelcome) oracle.fault("[C3] welcome twice");
        isWelcome = true;
        head = frame.head;
        if (!frame.resumed) at = head;
        return;
      case "entries":
        return onEntries(frame, text);
      case "reset":
        syncs.shift();
        at = frame.head;
        isReplaying = false;
        return;
      case "accepted":
        if (!isReplaying && (at ?? head) < frame.seq)
          oracle.fault("[L3] accepted comes before its entry");
        return;
      case "history":
        if (isReplaying || (at ?? head) < frame.head)
          oracle.fault("[L5] history is ahead of the entries sent");
        return;
      default:
        return;
    }
  };

  function onEntries({ entries, more }: Entries, text: string): void {
    const first = entries[0]?.seq;
    const last = entries.at(-1)?.seq;
    if (entries.length > LIMITS.replayEntries) oracle.fault("[L6] more than 200 entries");
    if (text.length > LIMITS.replayBytes && entries.length > 1)
      oracle.fault("[L6] a page of more than 256 KiB");
    entries.forEach(({ seq }, i) => {
      if (seq !== (first ?? 0) + i) oracle.fault(`[L2] not contiguous within a frame: ${seq}`);
    });
    // A live frame may leave while a sync still waits for its turn: an answer is known by where it begins.
    const isNext = !isReplaying && at !== undefined && first === at + 1;
    const answers = syncs.findIndex((after) => first === undefined || first === after + 1);
    if (!isNext && answers >= 0) [at] = syncs.splice(0, answers + 1).slice(-1);
    else if (isReplaying) oracle.fault(`[L6] ${first} live in the middle of a replay`);
    if (at === undefined) {
      if ((first ?? 0) > head + 1) oracle.fault(`[L2] ${first} after a head of ${head}`);
    } else if (first !== undefined && first !== at + 1) oracle.fault(`[L2] ${first} after ${at}`);
    at = last ?? at ?? head;
    isReplaying = more === true;
  }

  link.sent = (text) => {
    notes.said.push(text);
    const frame = parseDown(text);
    if (isOfInbox(text)) return;
    if (frame && !isDurable(frame)) oracle.fault(`[G1] not durable yet: ${text.slice(0, 200)}`);
  };

  function isDurable(frame: DownFrame): boolean {
    const { log } = oracle;
    // Stored and erased in the same moment.
    if (oracle.isGone) return true;
    if (frame.type === "accepted") {
      // A change that changes nothing is answered by the head.
      const isChange = oracle.intents.get(frame.id)?.isChange === true;
      return isChange ? frame.seq <= log.length : log[frame.seq - 1]?.id === frame.id;
    }
    if (frame.type === "welcome" || frame.type === "history" || frame.type === "reset")
      return frame.head <= log.length;
    if (frame.type !== "entries") return true;
    return (frame.entries as MessageEntry[]).every((entry) => {
      const here = log[entry.seq - 1];
      return here !== undefined && oracle.agrees(here, entry);
    });
  }
}
