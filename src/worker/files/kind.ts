// What a file is, by its own beginning [U3]: neither its name nor what its author says is believed.
// What cannot be told is bytes for download; what claims to be a medium and is none is refused.

import type { Failure } from "../../protocol/codes.ts";
import { mediaOf, type FileInfo } from "../../protocol/files.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { failed, ok, type Result } from "../../lib/result.ts";
import type { Claims } from "../../room/uploads.ts";
import { imageTypeOf } from "../previews/image-type.ts";
import { imageSize, type ImageSize } from "./image-size.ts";

/** Bytes that tell all of it: what stands before the size of a photograph may be long. */
export const HEAD_BYTES = 1024 * 1024;

export type Facts = Omit<FileInfo, "id" | "name" | "size" | "thumbnail">;

/** Bytes in which a browser that guesses would look for a document. */
const DOCUMENT_BYTES = 1_024;
const DOCUMENT = /<(?:!doctype|html|head|body|script|iframe|svg|style)\b|%PDF-/i;

/** What its author may call it, where a container holds pictures and sound alike. */
const SAME_CONTAINER = /^(?:video|audio)\/(mp4|webm|ogg)$/;

/** Error: `bad_command`. */
export function judge(head: Uint8Array, size: number, claims: Claims): Result<Facts, Failure> {
  const claimed = claims.type?.toLowerCase().replace(/\s*;.*$/s, "") ?? "";
  const found = typeOf(head);
  const media = mediaOf(found);
  const wanted = mediaOf(claimed);
  if (wanted && !media) return refused(`This is not the ${WORDS[wanted]} that it is called.`);
  if (wanted && (wanted === "image") !== (media === "image"))
    return refused(`This is not the ${WORDS[wanted]} that it is called.`);
  if (!media) return ok({ type: found });
  if (DOCUMENT.test(latin(head, DOCUMENT_BYTES)))
    return refused(`This is a document as well as ${WITH_ARTICLE[media]}.`);
  if (media === "image") return judgeImage(found, head, size, claims);
  const isSame = SAME_CONTAINER.exec(found)?.[1] === SAME_CONTAINER.exec(claimed)?.[1];
  const type = isSame && SAME_CONTAINER.test(claimed) ? claimed : found;
  const { width, height, duration, placeholder } = claims;
  const isSeen = mediaOf(type) !== "audio" && width !== undefined && height !== undefined;
  return ok({
    type,
    ...(isSeen && { width, height }),
    ...(duration !== undefined && { duration }),
    ...(placeholder !== undefined && { placeholder }),
  });
}

const WORDS = { image: "picture", video: "video", audio: "sound" } as const;
const WITH_ARTICLE = { image: "a picture", video: "a video", audio: "a sound" } as const;

function judgeImage(
  type: string,
  head: Uint8Array,
  size: number,
  { width, height, placeholder }: Claims,
): Result<Facts, Failure> {
  const there = imageSize(type, head, size);
  if (!there) return refused("This picture is broken.");
  if (isAbsurd(there)) return refused("This picture has too many pixels to be shown.");
  const looks = { type, ...(placeholder !== undefined && { placeholder }) };
  if (width === undefined || height === undefined) return ok({ ...looks, ...there });
  const isAs = width === there.width && height === there.height;
  // A camera that was held upright notes that, and leaves the pixels as they lie.
  const isTurned = width === there.height && height === there.width;
  if (!isAs && !isTurned) return refused("This picture is not as large as it is said to be.");
  return ok({ ...looks, width, height });
}

/** A picture that stands for something else: small, and of a kind that a browser shows. */
export function judgePicture(
  bytes: Uint8Array,
  side: number,
): Result<ImageSize & { type: string }, Failure> {
  const type = imageTypeOf(bytes);
  if (type === undefined || type === "image/gif")
    return refused("This is no PNG, JPEG, WebP or AVIF.");
  if (DOCUMENT.test(latin(bytes, DOCUMENT_BYTES)))
    return refused("This is a document as well as a picture.");
  const size = imageSize(type, bytes, bytes.length);
  if (!size) return refused("This picture is broken.");
  if (size.width > side || size.height > side)
    return refused(`This picture has more than ${side} pixels to a side.`);
  return ok({ ...size, type });
}

function isAbsurd({ width, height }: ImageSize): boolean {
  const isWide = Math.max(width, height) > LIMITS.pictureSide;
  return isWide || width * height > LIMITS.picturePixels;
}

function typeOf(head: Uint8Array): string {
  const image = imageTypeOf(head);
  if (image !== undefined) return image;
  const text = latin(head, 256);
  for (const [pattern, type] of TYPES) if (pattern.test(text)) return type;
  return isMpegAudio(head) ? "audio/mpeg" : "application/octet-stream";
}

// Magic numbers are bytes, control characters among them.
/* oxlint-disable no-control-regex */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^[^]{4}ftyp(?:M4A |M4B )/, "audio/mp4"],
  [/^[^]{4}ftypqt {2}/, "video/quicktime"],
  [/^[^]{4}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp.|mmp4)/, "video/mp4"],
  [/^\x1a\x45\xdf\xa3[^]{0,64}\x42\x82[^]{1,8}webm/, "video/webm"],
  [/^OggS[^]{24}[^]{0,8}\x80theora/, "video/ogg"],
  [/^OggS[^]{24}[^]{0,8}(?:OpusHead|\x01vorbis|\x7fFLAC|Speex)/, "audio/ogg"],
  [/^RIFF[^]{4}WAVE/, "audio/wav"],
  [/^fLaC\0/, "audio/flac"],
  [/^ID3[\x02-\x04]/, "audio/mpeg"],
  [/^\xff[\xf1\xf9][^]/, "audio/aac"],
  [/^%PDF-/, "application/pdf"],
  [/^PK\x03\x04/, "application/zip"],
  [/^\x1f\x8b\x08/, "application/gzip"],
];
/* oxlint-enable no-control-regex */

/** A frame of layer III, and another one where the first says it ends. */
function isMpegAudio(head: Uint8Array): boolean {
  const length = frameLength(head, 0);
  return length > 0 && frameLength(head, length) > 0;
}

const KBITS = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const HERTZ = [44_100, 48_000, 32_000] as const;

/** Bytes of the frame that begins there; 0 where none does. */
function frameLength(head: Uint8Array, at: number): number {
  const [sync = 0, kind = 0, rates = 0] = head.subarray(at, at + 3);
  const version = (kind >> 3) & 3;
  if (sync !== 0xff || kind >> 5 !== 7 || version === 1 || ((kind >> 1) & 3) !== 1) return 0;
  const kbits = KBITS[version === 3 ? 1 : 2][rates >> 4] ?? 0;
  const hertz = HERTZ[(rates >> 2) & 3];
  if (kbits === 0 || hertz === undefined) return 0;
  const divided = version === 3 ? 1 : version === 2 ? 2 : 4;
  const samples = version === 3 ? 144 : 72;
  return Math.floor((samples * kbits * 1_000) / (hertz / divided)) + ((rates >> 1) & 1);
}

function latin(bytes: Uint8Array, most: number): string {
  return String.fromCharCode(...bytes.subarray(0, most));
}

function refused(message: string): { ok: false; failure: Failure } {
  return failed({ code: "bad_command", message });
}
