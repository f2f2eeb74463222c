// Takes out of a picture in boxes (AVIF, HEIC) what it tells of its author: its items of EXIF and XMP.
// They are overwritten where they stand; how the picture is turned stays said.

import { boxesIn, type Box } from "./boxes.ts";
import { orientationIn, turnedBy } from "./metadata.ts";
import { latin, viewOf, type Bytes, type Patch, type Read } from "./patches.ts";

/** More than any camera writes. */
const EXIF_BYTES = 1024 * 1024;
const SPACE = 0x20;

interface Stretch {
  at: number;
  length: number;
}

/** `bytes`: the box `meta` with all that is in it. */
export async function itemPatches(meta: Box, bytes: Bytes, read: Read): Promise<Patch[]> {
  // A version and flags stand before what is in it.
  const boxes = boxesIn(bytes, meta.from + 4, meta.to, meta.at);
  const at = (name: string) => boxes.find((box) => box.name === name);
  const [list, places] = [at("iinf"), at("iloc")];
  if (!list || !places) return [];
  const kinds = kindsOf(list, bytes, meta.at);
  const found = placesOf(places, viewOf(bytes), meta.at, at("idat")?.from);
  const patches: Patch[] = [];
  for (const [item, kind] of kinds) {
    const stretches = found.get(item) ?? [];
    for (const { at: from, length } of stretches) {
      const blank = new Uint8Array(length).fill(kind === "xmp" ? SPACE : 0);
      if (kind === "exif" && stretches.length === 1 && length <= EXIF_BYTES) {
        // oxlint-disable-next-line no-await-in-loop
        const how = turnOf(await read(from, length));
        const said = turnedBy(how);
        if (4 + said.length <= length) blank.set(said, 4);
      }
      patches.push({ at: from, bytes: blank });
    }
  }
  return patches;
}

/** Its first four bytes say how far behind them it begins. */
function turnOf(item: Bytes): number {
  return item.length < 4 ? 1 : orientationIn(item.subarray(4 + viewOf(item).getUint32(0)));
}

/** By item. */
function kindsOf(list: Box, bytes: Bytes, base: number): Map<number, "exif" | "xmp"> {
  const kinds = new Map<number, "exif" | "xmp">();
  const view = viewOf(bytes);
  const isLong = bytes[list.from - base] !== 0;
  for (const box of boxesIn(bytes, list.from + (isLong ? 8 : 6), list.to, base)) {
    const from = box.from - base;
    const version = bytes[from] ?? 0;
    if (box.name !== "infe" || version < 2) continue;
    const id = version === 2 ? view.getUint16(from + 4) : view.getUint32(from + 4);
    const type = from + (version === 2 ? 8 : 10);
    const name = latin(bytes, type, 4);
    // Behind its name, what it is called as a medium.
    const words = latin(bytes, type + 4, Math.min(200, box.to - base - type - 4)).split("\0");
    if (name === "Exif") kinds.set(id, "exif");
    if (name === "mime" && words[1] === "application/rdf+xml") kinds.set(id, "xmp");
  }
  return kinds;
}

/** Where the bytes of each item are; without those in other files. */
function placesOf(
  { from, to }: Box,
  view: DataView,
  base: number,
  data: number | undefined,
): Map<number, Stretch[]> {
  const found = new Map<number, Stretch[]>();
  let at = from - base;
  const next = (bytes: number): number => {
    if (![0, 2, 4, 8].includes(bytes) || at + bytes > to - base) throw new RangeError("no place");
    const here = at;
    at += bytes;
    if (bytes === 0) return 0;
    if (bytes === 2) return view.getUint16(here);
    return bytes === 4 ? view.getUint32(here) : Number(view.getBigUint64(here));
  };
  const version = next(4) >>> 24;
  const sizes = next(2);
  const [offset = 0, length = 0, start = 0, index = 0] = [12, 8, 4, 0].map(
    (shift) => (sizes >> shift) & 15,
  );
  if (length === 0) throw new RangeError("no length");
  for (let count = next(version < 2 ? 2 : 4); count > 0; count--) {
    const id = next(version < 2 ? 2 : 4);
    const way = version === 0 ? 0 : next(2) & 15;
    const isElsewhere = next(2) !== 0;
    const first = next(start);
    const origin = way === 0 ? 0 : way === 1 ? data : undefined;
    for (let extents = next(2); extents > 0; extents--) {
      if (version > 0) next(index);
      const begin = first + next(offset);
      const stretch = { at: begin + (origin ?? 0), length: next(length) };
      if (!isElsewhere && origin !== undefined && stretch.length > 0)
        found.set(id, [...(found.get(id) ?? []), stretch]);
    }
  }
  return found;
}
