// The numbers of the contract that clients go by themselves; limits.ts has them among all others.
// The page's first load carries each of them, and none that only the server needs.

/** The version that `Sec-WebSocket-Protocol: edgewise.v1` names [C1]. */
export const PROTOCOL_VERSION = 1;

export const SHARED_LIMITS = {
  /** Code points of a message body [F3]. */
  bodyLength: 8_000,
  /** Messages of one history page at most [L5]. */
  historyMost: 100,
  /** Above this many people present `presence` carries only the count. */
  presenceNames: 100,
  /** Milliseconds within which repeated `typing` counts once. */
  typingMs: 3_000,
  /** People named for each reaction. */
  reactionNames: 10,
  /** Code points of a quote, and of a status. */
  quoteLength: 200,
  statusLength: 100,
  /** Different handles that one message can mention. */
  mentions: 20,
  /** Code points of a room's title and topic. */
  titleLength: 80,
  topicLength: 250,
  /** Code points of the reason that a removal gives. */
  reasonLength: 200,
  /** Links of one message that get a preview [T10]. */
  previewLinks: 3,
  /** Events that one message of the timeline is followed by, as a page tells them. */
  events: 20,
} as const;
