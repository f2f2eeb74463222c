// A message's reactions after one more was added or taken back.
// Counts are exact; the people named are some of them, oldest first [L5].

import type { Message, ReactEntry, Reaction } from "../protocol/entries.ts";
import { SHARED_LIMITS } from "../protocol/shared-limits.ts";

type Toggle = Pick<ReactEntry, "by" | "emoji" | "on">;

export function reacted(message: Message, toggle: Toggle, viewer?: string): Message {
  const { reactions: before = [], ...bare } = message;
  const known = before.some(({ emoji }) => emoji === toggle.emoji);
  const next = known
    ? before.map((each) => (each.emoji === toggle.emoji ? counted(each, toggle, viewer) : each))
    : [...before, counted(none(toggle.emoji), toggle, viewer)];
  const reactions = next.filter(({ n }) => n > 0);
  return reactions.length > 0 ? { ...bare, reactions } : bare;
}

function counted(reaction: Reaction, { by, on }: Toggle, viewer: string | undefined): Reaction {
  const others = reaction.some.filter((id) => id !== by);
  const some = on ? [...others, by].slice(0, SHARED_LIMITS.reactionNames) : others;
  const mine = by === viewer ? on : reaction.mine;
  return { ...reaction, n: reaction.n + (on ? 1 : -1), mine, some };
}

function none(emoji: string): Reaction {
  return { emoji, n: 0, mine: false, some: [] };
}
