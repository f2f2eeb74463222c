// Takes out of a picture what it tells of its author: where it was taken, by what, and when.
// The picture itself stays as it is, byte for byte, and the way it is turned, too.

import { latin as ascii, viewOf } from "./patches.ts";

/** The same bytes where it is no JPEG, PNG or WebP, or where nothing is to be taken out. */
export function withoutMetadata(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return ofJpeg(bytes) ?? bytes;
  if (ascii(bytes, 1, 3) === "PNG") return ofPng(bytes) ?? bytes;
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return ofWebp(bytes) ?? bytes;
  return bytes;
}

/** More than one picture in one file, of which a thumbnail would show the first. */
export function isAnimated(bytes: Uint8Array): boolean {
  const start = ascii(bytes, 0, Math.min(bytes.length, 64));
  if (start.startsWith("GIF8")) return true;
  if (start.slice(12, 16) === "VP8X") return ((bytes[20] ?? 0) & 2) !== 0;
  return start.slice(1, 4) === "PNG" && start.slice(37, 41) === "acTL";
}

const concat = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;
const SCAN = 0xda;
const END = 0xd9;

/** Undefined where its segments do not add up: then the server says what is wrong with it. */
function ofJpeg(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let turned = 1;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return undefined;
    const segment = bytes.subarray(at, end);
    if (marker === APP1 && ascii(segment, 4, 4) === "Exif")
      turned = orientationIn(segment.subarray(10));
    if (isOfPicture(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== SCAN) continue;
    const next = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, next));
    at = next;
  }
  // What comes after the end belongs to no picture: some cameras put a film there.
  kept.push(new Uint8Array([0xff, END]));
  if (turned > 1) kept.splice(kept.length > 2 && kept[1]?.[1] === APP0 ? 2 : 1, 0, app1(turned));
  return concat(kept);
}

/** Colours and their transform are of the picture; all other words of programs are not. */
function isOfPicture(marker: number, segment: Uint8Array): boolean {
  if (marker === COMMENT) return false;
  if (marker < APP0 || marker > APP15) return true;
  if (marker === APP2) return ascii(segment, 4, 11) === "ICC_PROFILE";
  return marker === APP14 || (marker === APP0 && ascii(segment, 4, 4) === "JFIF");
}

/** Where the next marker stands that is none of the scan's own. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  return bytes.length;
}

/** The EXIF block that says how a picture is turned, and nothing else. */
export const turnedBy = (how: number) =>
  new Uint8Array([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, how, 0, 0],
    ...[0, 0, 0, 0],
  ]);

const app1 = (how: number) =>
  concat([
    new Uint8Array([0xff, APP1, 0, 2 + 6 + 26, 0x45, 0x78, 0x69, 0x66, 0, 0]),
    turnedBy(how),
  ]);

/** 1 to 8 as EXIF has it; 1 where it does not say. */
export function orientationIn(tiff: Uint8Array): number {
  if (tiff.length < 14) return 1;
  const view = viewOf(tiff);
  const little = ascii(tiff, 0, 2) === "II";
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) return 1;
  const count = view.getUint16(first, little);
  for (let i = 0; i < count; i++) {
    const at = first + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== 0x0112) continue;
    const how = view.getUint16(at + 8, little);
    return how >= 1 && how <= 8 ? how : 1;
  }
  return 1;
}

const PNG_WORDS = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);

function ofPng(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let turned = 1;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const name = ascii(bytes, at + 4, 4);
    if (name === "eXIf") turned = orientationIn(bytes.subarray(at + 8, end - 4));
    if (!PNG_WORDS.has(name)) kept.push(bytes.subarray(at, end));
    at = end;
    if (name === "IEND") break;
  }
  if (turned > 1) kept.splice(2, 0, pngChunk("eXIf", turnedBy(turned)));
  return concat(kept);
}

function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = viewOf(chunk);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = name.charCodeAt(i);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

function ofWebp(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [];
  let turned = 1;
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size & 1);
    if (at + 8 + size > bytes.length) return undefined;
    const name = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, Math.min(end, bytes.length));
    if (name === "VP8X") chunk[8] = (chunk[8] ?? 0) & ~(WEBP_EXIF | WEBP_XMP);
    if (name === "EXIF") {
      const data = chunk.subarray(8);
      turned = orientationIn(ascii(data, 0, 4) === "Exif" ? data.subarray(6) : data);
    } else if (name !== "XMP ") kept.push(chunk);
    at = end;
  }
  const [first] = kept;
  if (turned > 1 && first && ascii(first, 0, 4) === "VP8X") {
    first[8] = (first[8] ?? 0) | WEBP_EXIF;
    kept.push(new Uint8Array([0x45, 0x58, 0x49, 0x46, 26, 0, 0, 0]), turnedBy(turned));
  }
  const head = bytes.slice(0, 12);
  const all = concat([head, ...kept]);
  viewOf(all).setUint32(4, all.length - 8, true);
  return all;
}
