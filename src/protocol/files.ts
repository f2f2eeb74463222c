// Files of messages, and pictures of people and rooms, as both sides name them (docs/PROTOCOL.md, section 10).
// What a file is, its bytes say: no name and no header is believed.

import { utf8Length } from "../lib/text.ts";

/** A file as its message carries it, and as its upload answers. */
export interface FileInfo {
  /** Minted by the server; nobody guesses it. */
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  /** The media type that the bytes have; `application/octet-stream` where they tell none. */
  type: string;
  /** Of a picture or a video, as it is shown. */
  width?: number;
  height?: number;
  /** Of a video or a sound, in ms, as its author's browser measured it. */
  duration?: number;
  /** A blurred picture in a few characters of base64, made in the author's browser. */
  placeholder?: string;
  /** A small picture of it is there, of this size. */
  thumbnail?: { width: number; height: number };
}

/** What a client has to know before it uploads; a deployment without a place for files tells none. */
export interface FileLimits {
  /** Bytes of one file. */
  fileBytes: number;
  /** Bytes of each part but the last. */
  partBytes: number;
  /** Bytes of a thumbnail. */
  thumbnailBytes: number;
  /** Files of one message. */
  perMessage: number;
}

/** Where an upload stands: `parts` are there, by number from 1 on; `file` once all of it is. */
export interface UploadAnswer {
  upload: string;
  partBytes: number;
  parts: number[];
  thumbnail?: true;
  file?: FileInfo;
}

/** One line of a room's files, the newest first. */
export interface FileListed {
  /** Pass the last one as `before` for the next page. */
  n: number;
  /** Of the message that carries it. */
  seq: number;
  thread?: number;
  ts: number;
  by: string;
  file: FileInfo;
}

/** A file of one's own in the export of one's data. */
export interface OwnFile {
  room: string;
  id: string;
  name: string;
  size: number;
  /** ms since 1970 */
  ts: number;
}

export type Media = "image" | "video" | "audio";

/** What a page may show of this type itself; undefined for what it only offers for download. */
export function mediaOf(type: string): Media | undefined {
  return SHOWN.test(type) ? (type.slice(0, 5) as Media) : undefined;
}

/** Neither SVG, which is a document, nor anything else that could run. */
const SHOWN =
  /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/(?:mp4|webm|ogg|quicktime)|audio\/(?:mpeg|mp4|aac|ogg|webm|flac|wav))$/;

/** Bytes of a name, as file systems have them. */
const NAME_BYTES = 255;
/** Control, separator, bidi and zero-width characters: invisible, or able to disguise what the file is. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}\u{3164}\u{feff}\u{ffa0}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;

/** Why this is no name of a file, as the end of a sentence; undefined where it is one. */
export function fileNameFault(name: string): string | undefined {
  if (!name.isWellFormed() || HIDDEN.test(name)) return "must not contain invisible characters";
  if (/[/\\]/.test(name)) return "must be a name, not a path";
  if (name.trim() === "" || name !== name.trim() || /^\.{1,2}$/.test(name))
    return "must not be blank, nor begin or end with a space";
  return utf8Length(name) > NAME_BYTES ? `must have at most ${NAME_BYTES} bytes` : undefined;
}

/** A name that the server takes, made of whatever a file is called; its end stays, as it says what the file is. */
export function fileNameFrom(raw: string): string {
  const last = raw.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const seen = last.replace(new RegExp(HIDDEN, "gu"), "").trim();
  const name = /^\.{0,2}$/.test(seen) ? "file" : seen;
  if (utf8Length(name) <= NAME_BYTES) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  let stem = "";
  for (const point of name.slice(0, name.length - ending.length)) {
    if (utf8Length(stem + point + ending) > NAME_BYTES) break;
    stem += point;
  }
  return `${stem.trimEnd()}${ending}`;
}

/** Where a file of a room is read; `thumbnail`: its small picture. */
export function filePath(room: string, { id, name }: FileInfo, thumbnail = false): string {
  const path = `/files/${encodeURIComponent(room)}/${id}/${encodeURIComponent(name)}`;
  return thumbnail ? `${path}?thumbnail` : path;
}

/** Where the picture of a person, a room or the community is read; what it shows never changes. */
export function picturePath(id: string): string {
  return `/pictures/${id}`;
}
