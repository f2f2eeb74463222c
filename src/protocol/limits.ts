// The sizes and rates of the contract in one table.
// A client learns the ones it needs from `welcome.limits`; nothing else repeats these numbers.

import type { FileLimits } from "./files.ts";
import { SHARED_LIMITS } from "./shared-limits.ts";

export { PROTOCOL_VERSION } from "./shared-limits.ts";

export const LIMITS = {
  ...SHARED_LIMITS,
  /** UTF-8 bytes of one frame [F2]. */
  frameBytes: 128 * 1024,
  /** Entries of one replay page [L6]. */
  replayEntries: 200,
  /** UTF-8 bytes of one replay page [L6]. */
  replayBytes: 256 * 1024,
  /** Messages of one history page unless asked otherwise [L5]. */
  historyDefault: 50,
  /** People in one `who` page, and in `welcome.online`. */
  whoPage: 100,
  /** Sockets of one person in one room [C4]. */
  socketsPerPerson: 10,
  /** Entries looked through for a command that names no cursor [P3]. */
  lookBack: 1_000,
  /** Milliseconds between two `presence` frames. */
  presenceMs: 1_000,
  /** Milliseconds of silence after which a socket is taken for dead [H3]. */
  silentMs: 150_000,
  /** Milliseconds for which a hand-over of a verified session is good [C5]. */
  handOverMs: 10_000,
  /** Milliseconds for which the same `id` gets the same answer [T3] [T4]. */
  retryMs: 10 * 60_000,
  /** Bytes sent to a socket before `probe`, and before it is closed: to a silent one, and to any [H4]. */
  probeBytes: 1024 * 1024,
  slowBytes: 4 * 1024 * 1024,
  unreadBytes: 16 * 1024 * 1024,
  /** Different emoji on one message. */
  reactionKinds: 20,
  /** Pins of one room, and bookmarks and notices of one person. */
  pins: 100,
  bookmarks: 1_000,
  notices: 1_000,
  /** Unread mentions, and threads one takes part in, that `welcome` names. */
  mentionsTold: 100,
  threadsTold: 50,
  /** Members up to whom a room tells how far each has read. */
  receiptMembers: 50,
  /** Code points of a password. */
  passwordShortest: 10,
  passwordLongest: 256,
  /** Recovery codes made at once. */
  recoveryCodes: 10,
  /** Handles from before that one person keeps, and for how many milliseconds each. */
  handlesKept: 3,
  handleKeptMs: 30 * 24 * 3_600_000,
  /** Passkeys of one person. */
  passkeys: 20,
  /** Milliseconds within which an authenticator has to answer a challenge. */
  challengeMs: 5 * 60_000,
  /** Milliseconds for which a proof of who one is lets one change what one signs in with. */
  proofMs: 10 * 60_000,
  /** Code points of the community's name. */
  communityNameLength: 64,
  /** People named for a room that goes by them, and members on one page of their list. */
  peopleNamed: 8,
  memberPage: 50,
  /** Invites of one room that hold, and people whom one lets in at most. */
  invites: 50,
  inviteUses: 1_000,
  /** People whom one person blocks. */
  blocks: 100,
  /** People brought in where a private room is made. */
  firstMembers: 50,
  /** Milliseconds of the shortest and the longest mute or removal that ends by itself: a second, ten years. */
  forShortestMs: 1_000,
  forLongestMs: 10 * 365 * 24 * 3_600_000,
  /** Milliseconds between two messages of one member in slow mode, at most. */
  slowMs: 15 * 60_000,
  /** Code points of the lines of a preview; bytes of its picture [T10]. */
  previewTitle: 200,
  previewDescription: 500,
  previewImageBytes: 5 * 1024 * 1024,
  /** Bytes of a file, of each part of its upload but the last, and of its thumbnail. */
  fileBytes: 100 * 1024 * 1024,
  partBytes: 8 * 1024 * 1024,
  thumbnailBytes: 256 * 1024,
  /** Files of one message; files that one person has uploaded to a room and not sent. */
  filesPerMessage: 10,
  filesUnsent: 50,
  /** Pixels of a picture to a side, and in all; of a thumbnail to a side. */
  pictureSide: 20_000,
  picturePixels: 100_000_000,
  thumbnailSide: 1_280,
  /** Milliseconds of a video or a sound; characters of a placeholder. */
  durationMs: 24 * 3_600_000,
  placeholderLength: 64,
  /** Milliseconds after which an upload that was not sent is thrown away. */
  unsentMs: 24 * 3_600_000,
  /** Bytes of all files of one person, and of all people. */
  personBytes: 1024 ** 3,
  communityBytes: 10 * 1024 ** 3,
  /** Pixels to a side, and bytes, of the picture of a person, a room or the community. */
  iconSide: 512,
  iconBytes: 512 * 1024,
  /** Files in one page of a room's list. */
  filesListed: 50,
} as const;

/** What `welcome.limits` tells a client. Sizes in code points, times in milliseconds. */
export interface ClientLimits {
  bodyLength: number;
  frameBytes: number;
  /** Absent where the deployment takes no files. */
  files?: FileLimits;
  /** Where the server asks for reconnects to be spread over more than half a second [H2]. */
  reconnectSpreadMs?: number;
}
