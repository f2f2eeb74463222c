// Files of messages, and pictures of people and rooms, as both sides name them (docs/PROTOCOL.md, section 10).
// What a file is, its bytes say: no name and no header is believed.

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

/** Where a file of a room is read; `thumbnail`: its small picture. */
export function filePath(room: string, { id, name }: FileInfo, thumbnail = false): string {
  const path = `/files/${encodeURIComponent(room)}/${id}/${encodeURIComponent(name)}`;
  return thumbnail ? `${path}?thumbnail` : path;
}

/** Where the picture of a person, a room or the community is read; what it shows never changes. */
export function picturePath(id: string): string {
  return `/pictures/${id}`;
}
