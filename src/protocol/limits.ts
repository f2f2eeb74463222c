// The sizes and rates of the contract in one table.
// A client learns the ones it needs from `welcome.limits`; nothing else repeats these numbers.

/** The version that `Sec-WebSocket-Protocol: edgewise.v1` names [C1]. */
export const PROTOCOL_VERSION = 1;

export const LIMITS = {
  /** UTF-8 bytes of one frame [F2]. */
  frameBytes: 128 * 1024,
  /** Code points of a message body [F3]. */
  bodyLength: 8_000,
  /** Entries of one replay page [L6]. */
  replayEntries: 200,
  /** UTF-8 bytes of one replay page [L6]. */
  replayBytes: 256 * 1024,
  /** Messages of one history page unless asked otherwise, and at most [L5]. */
  historyDefault: 50,
  historyMost: 100,
  /** People in one `who` page, and in `welcome.online`. */
  whoPage: 100,
  /** Above this many people present `presence` carries only the count. */
  presenceNames: 100,
  /** Sockets of one person in one room [C4]. */
  socketsPerPerson: 10,
  /** Entries looked through for a command that names no cursor [P3]. */
  lookBack: 1_000,
  /** Milliseconds within which repeated `typing` counts once. */
  typingMs: 3_000,
  /** Milliseconds between two `presence` frames. */
  presenceMs: 1_000,
  /** Milliseconds of silence after which a socket is taken for dead [H3]. */
  silentMs: 150_000,
  /** Milliseconds for which a hand-over of a verified session is good [C5]. */
  handOverMs: 10_000,
  /** Milliseconds for which the same `id` gets the same answer [T3] [T4]. */
  retryMs: 10 * 60_000,
  /** Bytes sent to a silent socket before `probe`, and before it is closed [H4]. */
  probeBytes: 1024 * 1024,
  slowBytes: 4 * 1024 * 1024,
  /** Different emoji on one message, and people named for each. */
  reactionKinds: 20,
  reactionNames: 10,
  /** Code points of a room's title and topic. */
  titleLength: 80,
  topicLength: 250,
} as const;

/** What `welcome.limits` tells a client. Sizes in code points, times in milliseconds. */
export interface ClientLimits {
  bodyLength: number;
  frameBytes: number;
  /** Where the server asks for reconnects to be spread over more than half a second [H2]. */
  reconnectSpreadMs?: number;
}
