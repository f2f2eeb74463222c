// Takes out of a WebM what it tells of its author: its tags and attachments, its title, and when it was made.
// Each becomes an element that nobody looks into, of the same length.

import { viewOf, type Bytes, type Patch, type Read } from "./patches.ts";

const [SEGMENT, INFO, TAGS, ATTACHMENTS] = [0x18538067, 0x1549a966, 0x1254c367, 0x1941a469];
/** In the info: title, name of the file, date; and the sum over all of it, which would not be right any more. */
const TOLD = new Set([0x7ba9, 0x7384, 0x4461, 0xbf]);
const VOID = 0xec;
/** More than any info has. */
const INFO_BYTES = 1024 * 1024;

interface Element {
  id: number;
  at: number;
  from: number;
  /** Undefined: it ends where something begins that cannot be in it. */
  to: number | undefined;
}

export async function webmPatches(read: Read, size: number): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (let at = 0; at < size;) {
    // One after the other, as each says where the next one is.
    // oxlint-disable-next-line no-await-in-loop
    const element = elementAt(await read(at, 12), at);
    if (!element) break;
    const { id, from, to = from } = element;
    if (id !== SEGMENT && to > size) break;
    if (id === TAGS || id === ATTACHMENTS) patches.push(...voided(element));
    if (id === INFO && to - from <= INFO_BYTES)
      // oxlint-disable-next-line no-await-in-loop
      patches.push(...ofInfo(await read(from, to - from), from));
    at = id === SEGMENT ? from : to;
  }
  return patches;
}

function ofInfo(bytes: Bytes, base: number): Patch[] {
  const patches: Patch[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes.subarray(at, at + 12), base + at);
    if (element?.to === undefined || element.to > base + bytes.length) break;
    if (TOLD.has(element.id)) patches.push(...voided(element));
    at = element.to - base;
  }
  return patches;
}

/** Undefined where none begins there. */
function elementAt(head: Bytes, at: number): Element | undefined {
  const idLength = Math.clz32(head[0] ?? 0) - 23;
  const sizeLength = Math.clz32(head[idLength] ?? 0) - 23;
  const from = idLength + sizeLength;
  if (idLength > 4 || sizeLength > 8 || from > head.length) return undefined;
  let id = 0;
  for (const byte of head.subarray(0, idLength)) id = id * 256 + byte;
  // Its own first bit says how long the size is.
  let length = (head[idLength] ?? 0) & (0xff >> sizeLength);
  let isOpen = length === 0xff >> sizeLength;
  for (const byte of head.subarray(idLength + 1, from)) {
    length = length * 256 + byte;
    isOpen &&= byte === 0xff;
  }
  return { id, at, from: at + from, to: isOpen ? undefined : at + from + length };
}

function voided({ at, to }: Element): Patch[] {
  if (to === undefined) return [];
  const bytes = new Uint8Array(to - at);
  bytes[0] = VOID;
  if (bytes.length < 9) bytes[1] = 0x80 | (bytes.length - 2);
  else {
    viewOf(bytes).setBigUint64(1, BigInt(bytes.length - 9));
    bytes[1] = 1;
  }
  return [{ at, bytes }];
}
