// A file without what it tells of its author, whatever it is by its first bytes; only pictures are read whole.
// What is not understood stays as it is: the rest of a broken file, and kinds that nobody writes a position into.

import { boxesOf, wiped, type Box } from "./boxes.ts";
import { filmPatches } from "./film-metadata.ts";
import { itemPatches } from "./item-metadata.ts";
import { withoutMetadata } from "./metadata.ts";
import { latin, patched, readerOf, type Patch, type Read } from "./patches.ts";
import { webmPatches } from "./webm-metadata.ts";

/** The index of a film of hours has some megabytes. */
const INDEX_BYTES = 64 * 1024 * 1024;
const PICTURE = /^(?:\xff\xd8|\x89PNG|RIFF[^]{4}WEBP)/;
/** But for what a camera has not developed yet: that is made of what would go. */
const BOXES = /^[^]{4}(?:ftyp(?!crx )|moov|mdat|wide|free|skip)/;
const WEBM = "\x1a\x45\xdf\xa3";

/** The same blob where nothing is to be taken out. */
export async function anonymous(source: Blob): Promise<Blob> {
  const read = readerOf(source);
  const start = latin(await read(0, 12), 0, 12);
  if (PICTURE.test(start)) {
    const raw = new Uint8Array(await source.arrayBuffer());
    const bytes = withoutMetadata(raw);
    return bytes === raw ? source : new Blob([bytes], { type: source.type });
  }
  if (BOXES.test(start)) return patched(source, await boxPatches(read, source.size));
  return start.startsWith(WEBM) ? patched(source, await webmPatches(read, source.size)) : source;
}

async function boxPatches(read: Read, size: number): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const box of await boxesOf(read, size))
    // oxlint-disable-next-line no-await-in-loop
    patches.push(...(await ofBox(box, read, size)));
  return patches;
}

async function ofBox(box: Box, read: Read, size: number): Promise<Patch[]> {
  const { name, at, to } = box;
  if (!["moov", "meta", "udta", "uuid"].includes(name) || to - at > INDEX_BYTES) return [];
  if (name === "uuid" || name === "udta") return wiped(box);
  const bytes = await read(at, to - at);
  try {
    if (name === "moov") return filmPatches(box, bytes, size);
    // What it is about is said first. The pictures themselves are found by it, too.
    const [first, about] = [latin(bytes, 16, 4), latin(bytes, 28, 4)];
    if (first !== "hdlr") return [];
    return about === "pict" ? await itemPatches(box, bytes, read) : wiped(box);
  } catch (error) {
    // Beyond the end: its parts do not add up.
    if (error instanceof RangeError) return [];
    throw error;
  }
}
