// What the contract says about a frame, said a second time and without a look at the schemas.
// It is the oracle of the fuzz test: where the two disagree, one of them is wrong.

const FRAME_BYTES = 131_072;
const COMMAND_ID = /^[A-Za-z0-9_-]{8,64}$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

type Loose = Record<string, unknown>;

/** The frame where it is a JSON object, of whatever size. */
export function readable(raw: string | ArrayBuffer): Loose | undefined {
  try {
    const value: unknown = typeof raw === "string" ? JSON.parse(raw) : undefined;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Loose)
      : undefined;
  } catch {
    return undefined;
  }
}

function isTooLarge(raw: string | ArrayBuffer): boolean {
  return typeof raw === "string" && new TextEncoder().encode(raw).length > FRAME_BYTES;
}

/** [F2] Binary and unparsable frames close, and large ones that name no id. */
export function closes(raw: string | ArrayBuffer): boolean {
  const frame = readable(raw);
  if (!frame) return true;
  return isTooLarge(raw) && !(typeof frame["id"] === "string" && ID.test(frame["id"]));
}

/** Whether the log may hold an entry that this frame made. */
export function isCommand(raw: string | ArrayBuffer): boolean {
  const frame = readable(raw);
  if (!frame || isTooLarge(raw)) return false;
  const { type, id, epoch, after, seq, body, emoji, on, title, topic, thread, replyTo } = frame;
  const named = typeof id === "string" && COMMAND_ID.test(id);
  const aimed = epoch === undefined || (typeof epoch === "string" && ID.test(epoch));
  if (!named || !aimed || !(after === undefined || isSeq(after))) return false;
  switch (type) {
    case "post":
      return isBody(body) && isSeqOrNone(thread) && isSeqOrNone(replyTo);
    case "edit":
      return isSeq(seq) && isBody(body);
    case "delete":
      return isSeq(seq);
    case "pin":
    case "preview":
      return isSeq(seq) && typeof on === "boolean";
    case "react":
      return (
        isSeq(seq) &&
        typeof on === "boolean" &&
        (emoji === "👍" || emoji === "👩‍👩‍👧" || emoji === "🇩🇪")
      );
    case "topic":
      return isLine(title, 1, 80) && isLine(topic, 0, 250);
    default:
      return false;
  }
}

function isSeq(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isSeqOrNone(value: unknown): boolean {
  return value === undefined || isSeq(value);
}

/** [F3] */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed() && !value.includes("\0");
}

function isBody(value: unknown): boolean {
  return isText(value) && /\S/u.test(value) && value !== "\u202e" && [...value].length <= 8_000;
}

function isLine(value: unknown, least: number, most: number): boolean {
  if (value === undefined) return true;
  if (!isText(value) || /[\p{Cc}\u202e\u200b-\u200f]/u.test(value.trim())) return false;
  const { length } = [...value.trim()];
  return length >= least && length <= most;
}
