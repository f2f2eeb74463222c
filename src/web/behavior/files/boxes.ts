// The boxes that films (MP4, QuickTime) and pictures (AVIF, HEIC) are made of.
// A box that does not add up ends the walk: what stands before it counts, and nothing after it is guessed at.

import { latin, viewOf, type Bytes, type Patch, type Read } from "./patches.ts";

export interface Box {
  name: string;
  at: number;
  /** Where what is in it begins and ends. */
  from: number;
  to: number;
}

/** A film in pieces has two for each second or so. */
const BOXES_MOST = 200_000;

/** The boxes of a file, one after the other, without what is in them. */
export async function boxesOf(read: Read, size: number): Promise<Box[]> {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= size && found.length < BOXES_MOST;) {
    // One after the other, as each says where the next one is.
    // oxlint-disable-next-line no-await-in-loop
    const box = boxAt(await read(at, 16), at, size);
    if (!box) break;
    found.push(box);
    at = box.to;
  }
  return found;
}

/** Those in a stretch of bytes, which stand at `base` in their file. */
export function boxesIn(bytes: Bytes, from: number, to: number, base: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const box = boxAt(bytes.subarray(at - base, at - base + 16), at, to);
    if (!box) break;
    found.push(box);
    at = box.to;
  }
  return found;
}

function boxAt(head: Bytes, at: number, end: number): Box | undefined {
  const view = viewOf(head);
  const short = view.getUint32(0);
  const isLong = short === 1 && head.length >= 16;
  const length = isLong ? Number(view.getBigUint64(8)) : short === 0 ? end - at : short;
  const from = at + (isLong ? 16 : 8);
  const to = at + length;
  return to < from || to > end ? undefined : { name: latin(head, 4, 4), at, from, to };
}

/** Makes it a box that nobody looks into, and leaves nothing in it. */
export function wiped({ at, from, to }: Box): Patch[] {
  const free = new TextEncoder().encode("free");
  return [
    { at: at + 4, bytes: free },
    { at: from, bytes: new Uint8Array(to - from) },
  ];
}
