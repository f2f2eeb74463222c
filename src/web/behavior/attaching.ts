// What the first load knows of files on their way: whose tray holds any, and which messages wait for theirs.
// All else is in files/uploads.ts, which writes here once it is loaded.

import { signal } from "@preact/signals";
import type { PostPlace } from "../../client/room-client.ts";
import type { PendingMessage } from "../../client/state.ts";
import type { OpenRoom } from "./open-room.ts";

/** Sent by its author, and not yet by the page: its files are still on their way. */
export interface WaitingMessage extends PendingMessage {
  room: string;
  /** As what it went into the outbox, when its files were there. */
  postedAs?: string;
}

export const waiting = signal<readonly WaitingMessage[]>([]);

/** The boxes, by the name of their draft, whose tray holds something that a message may carry. */
export const filled = signal<ReadonlySet<string>>(new Set());

export const attaching: {
  /** Takes the message together with what lies in the tray of its box. */
  post?: (room: OpenRoom, box: string, body: string, place: PostPlace) => void;
} = {};
