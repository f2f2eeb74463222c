// Which message calls for attention: everything, what concerns oneself, or nothing, as one chose for the room.
// The same message and level give the same answer; the page's state plays no part.

import type { Message } from "../../protocol/entries.ts";
import type { NotificationLevel, NoticeReason } from "../../protocol/http.ts";

export type Concern = Exclude<NoticeReason, "thread">;

/** Why a message concerns this person by itself; one's own never does. */
export function concernOf(
  { by, mentions, quote }: Pick<Message, "by" | "mentions" | "quote">,
  you: string | undefined,
): Concern | undefined {
  if (you === undefined || by === you) return undefined;
  if (mentions && Object.values(mentions).includes(you)) return "mention";
  return quote?.by === you ? "reply" : undefined;
}

export function callsFor(level: NotificationLevel, concern: NoticeReason | undefined): boolean {
  return level === "all" || (level === "mentions" && concern !== undefined);
}
