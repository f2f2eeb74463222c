// What completes a trigger, the best first.
// Pure: what the page knows comes in as values.

import { findEmoji } from "../emoji/find.ts";
import type { Emoji } from "../emoji/read.ts";
import { withTone, type Tone } from "../emoji/tone.ts";
import { find } from "../find.ts";
import type { Kind, Trigger } from "./trigger.ts";

export interface Suggestion {
  key: string;
  kind: Kind;
  /** Takes the place of the sign and what follows it. */
  insert: string;
  label: string;
  /** Of a person. */
  picture?: string | undefined;
  note: string;
  /** The emoji itself, without a skin tone. */
  emoji?: string;
  /** What a command takes after its name. */
  takes?: string;
}

export interface Known {
  /** Those one most likely means first. */
  people: readonly { handle: string; name: string; avatar?: string }[];
  rooms: readonly { name: string; title: string }[];
  emoji: readonly Emoji[];
  tone: Tone;
  recent: readonly string[];
  commands: readonly { name: string; takes: string; what: string }[];
}

/** At most `most` people, rooms or emoji; all commands that begin so. */
export function suggest({ kind, query }: Trigger, known: Known, most: number): Suggestion[] {
  switch (kind) {
    case "person":
      return find(
        known.people.map((person) => ({ ...person, words: [person.handle, person.name] })),
        query,
        most,
      ).map(({ handle, name, avatar }) => ({
        key: handle,
        kind,
        insert: `@${handle} `,
        label: name,
        ...(avatar && { picture: avatar }),
        note: `@${handle}`,
      }));
    case "room":
      return find(
        known.rooms.map((room) => ({ ...room, words: [room.name, room.title] })),
        query,
        most,
      ).map(({ name, title }) => ({
        key: name,
        kind,
        insert: `#${name} `,
        label: title,
        note: title.toLowerCase() === name ? "" : `#${name}`,
      }));
    case "emoji":
      return findEmoji(known.emoji, query, most, known.recent).map((one) => {
        const code = one.codes.find((other) => other.startsWith(query.toLowerCase()));
        return {
          key: one.emoji,
          kind,
          insert: withTone(one, known.tone),
          label: `:${code ?? one.codes[0]}:`,
          note: code?.replace(/[_-]/g, " ") === one.name ? "" : one.name,
          emoji: one.emoji,
        };
      });
    case "command":
      return known.commands
        .filter(({ name }) => name.startsWith(query.toLowerCase()))
        .map(({ name, takes, what }) => ({
          key: name,
          kind,
          insert: takes ? `/${name} ` : `/${name}`,
          label: `/${name}`,
          takes,
          note: what,
        }));
  }
}

/** Typed out already: to take it would change nothing but a space. */
export function isTyped({ insert }: Suggestion, typed: string): boolean {
  return insert.trimEnd() === typed.toLowerCase();
}
