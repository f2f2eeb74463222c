// Bodies of the HTTP side: sessions, rooms and the lobby [T3] [T4].
// The same `id` within 10 minutes gets the same answer, so that a lost response costs nothing.

import * as v from "valibot";
import { failed, ok, type Result } from "../lib/result.ts";
import type { Failure } from "./codes.ts";
import { describe } from "./parse.ts";
import type { Appointed, Community, SetUp } from "./community.ts";
import type { DeleteEntry, EventEntry, Message, PinEntry } from "./entries.ts";
import type { FileListed } from "./files.ts";
import type { RoomInfo, RoomKind, ThreadMark } from "./frames.ts";
import {
  commandId,
  displayName,
  emoji,
  forMs,
  handle,
  label,
  personId,
  roomTitle,
  roomTopic,
  seq,
  text,
} from "./fields.ts";
import { LIMITS } from "./limits.ts";
import type { People, Person, Profile } from "./people.ts";
import type { Role } from "./roles.ts";

export const newSession = v.object({
  handle,
  name: v.optional(displayName),
  id: commandId,
  /** The token of an invite to the community. */
  invite: v.optional(v.pipe(text, v.maxLength(64))),
  /** Answer with a token instead of a cookie: for what is not a browser. */
  token: v.optional(v.boolean()),
});
export type NewSession = v.InferOutput<typeof newSession>;

export interface SessionAnswer {
  user: Person;
  token?: string;
}

/** `private`: at an address of the server's, with these members; without a title it goes by its people. */
export const newRoom = v.object({
  name: v.optional(v.string()),
  private: v.optional(v.boolean()),
  members: v.optional(v.pipe(v.array(handle), v.maxLength(LIMITS.firstMembers))),
  title: v.optional(roomTitle),
  topic: v.optional(roomTopic),
  id: commandId,
});
export type NewRoom = v.InferOutput<typeof newRoom>;

export interface RoomListed extends RoomInfo {
  /** ms since 1970 */
  createdTs: number;
}

export interface RoomsAnswer {
  rooms: RoomListed[];
}

/** What of a room may notify its member. */
const notificationLevel = v.picklist(["all", "mentions", "nothing"]);
export type NotificationLevel = v.InferOutput<typeof notificationLevel>;

export const membershipChange = v.object({ level: notificationLevel });

/** One of one's own rooms, as `GET /api/me/rooms` lists it [T6]. */
export interface MyRoom {
  name: string;
  unread: number;
  level: NotificationLevel;
  /** Of a room that is in no directory: what it is. */
  about?: RoomAbout;
}

/** What its members are told of a room that is not open. */
export interface RoomAbout {
  kind: RoomKind;
  archived?: true;
  title: string;
  topic: string;
  /** The id of its picture. */
  icon?: string;
  /** The others in it, where it goes by its people; at most 8. */
  with?: Person[];
  /** How many are in it beside oneself and those. */
  more?: number;
}

/** `POST /api/rooms/:name/members`: who is to be brought in; one of the two. */
export const newMember = v.object({
  handle: v.optional(handle),
  person: v.optional(personId),
  id: commandId,
});

/** `POST /api/rooms/:name/invites` and `/api/community/invites`; without `forMs` until it is revoked, without `most` for as many as come. */
export const newInvite = v.object({
  forMs: v.optional(forMs),
  most: v.optional(
    v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.inviteUses)),
  ),
  id: commandId,
});

/** One that holds; its token was told once, to whoever made it. */
export interface InviteListed {
  id: string;
  by?: Person;
  /** ms since 1970 */
  createdTs: number;
  until?: number;
  most?: number;
  uses: number;
}

export interface InviteMade extends InviteListed {
  token: string;
}

export interface InvitesAnswer {
  invites: InviteListed[];
}

/** `GET /api/invites/:room/:token`: what it leads to. */
export interface Invitation {
  title: string;
  by: Profile;
}

/** `POST /api/me/direct`: with whom; one of the two. */
export const directWith = v.object({
  handle: v.optional(handle),
  person: v.optional(personId),
});

/** `GET /api/me/blocks`: who was blocked last first. */
export interface BlocksAnswer {
  people: Person[];
}

/** `GET /api/rooms/:name/members`: the members by handle; pass the last one's id as `after` for more. */
export interface MembersAnswer {
  members: { person: Person; role: Role }[];
  more: boolean;
}

/** Messages in their current state, and the people to know for reading them. */
export interface MessageList {
  messages: Message[];
  people: People;
}

/** `GET /api/rooms/:name/threads`: the roots among `messages`, with how far one has read [T8]. */
export interface ThreadList extends MessageList {
  threads: ThreadMark[];
}

/** `GET /api/rooms/:name/files`: the newest first [U7]. */
export interface FilesAnswer {
  files: FileListed[];
  people: People;
  more: boolean;
}

/** `GET /api/rooms/:name/members/:person`: what somebody is in this room [O6]. */
export interface MemberAnswer {
  person: Person;
  role: Role;
  muted?: { until?: number };
  /** For moderators only. */
  removed?: Removal;
}

/** Until when somebody is out of a room, by whom, since when and why. */
export interface Removal {
  by: string;
  /** ms since 1970 */
  ts: number;
  until?: number;
  reason?: string;
}

/** `GET /api/rooms/:name/removed`: for moderators, who was removed last first [O6]. */
export interface RemovedAnswer {
  removed: (Removal & { person: Person })[];
  people: People;
}

/** What was done: an event, a pin, or the deletion of a message of `person`. */
export type Audited = EventEntry | PinEntry | (DeleteEntry & { person: string });

/** `GET /api/rooms/:name/audit`: for moderators, newest first; `next` is the `before` of the next page [O8]. */
export interface AuditAnswer {
  entries: Audited[];
  people: People;
  next?: number;
}

/** Why a message concerns one: it mentions or quotes one, or stands in a thread that one takes part in. */
export type NoticeReason = "mention" | "reply" | "thread";

/** One line of one's inbox: the message as it is now; what was deleted is not listed [T7]. */
export interface Notice {
  /** Rising with time; pass it as `before` for the next page. */
  n: number;
  room: string;
  title: string;
  why: NoticeReason;
  read: boolean;
  message: Message;
}

export interface InboxAnswer {
  notices: Notice[];
  people: People;
  more: boolean;
}

/** Marks notices as read: these, or all of them. */
export const inboxChange = v.object({
  read: v.union([
    v.literal("all"),
    v.pipe(v.array(seq), v.maxLength(100, "has at most 100 numbers")),
  ]),
});

export interface Bookmark {
  n: number;
  room: string;
  title: string;
  message: Message;
}

export interface BookmarksAnswer {
  bookmarks: Bookmark[];
  people: People;
  more: boolean;
}

/** One's status; without both fields there is none [T8]. */
export const newStatus = v.object({
  emoji: v.optional(emoji),
  text: v.optional(label(LIMITS.statusLength)),
});
export type NewStatus = v.InferOutput<typeof newStatus>;

/** Down frames of `/inbox`: what is unread first, then each room or notice that is news [T7]. */
export type InboxFrame =
  | { type: "inbox"; unread: number }
  | { type: "notice"; room: string; seq: number; why: NoticeReason; by: string; unread: number }
  | { type: "news"; room: string };

/** Down frames of `/lobby`: the list and the community first, then each room that is new or changed, and the community. */
export type LobbyFrame =
  | { type: "rooms"; rooms: RoomListed[] }
  /** `role`: what one was appointed to; `setUp`: there is no owner, and one may become that. */
  | { type: "community"; community: Community; role?: Appointed; setUp?: SetUp }
  | { type: "room"; room: RoomListed }
  /** The room of this name was deleted. */
  | { type: "gone"; room: string };

/** Checks a request body. Error: `bad_command`. */
export function parseBody<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>, Failure> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  return parsed.success
    ? ok(parsed.output)
    : failed({ code: "bad_command", message: describe(parsed.issues[0]) });
}
