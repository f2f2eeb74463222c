// What films, songs and pictures in boxes tell of their author goes before the upload; all else stays where it was.
// The samples were made by ffmpeg and libheif, with a position, a comment and a date.

import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orientationIn } from "../../src/web/behavior/files/metadata.ts";
import { patched } from "../../src/web/behavior/files/patches.ts";
import { anonymous } from "../../src/web/behavior/files/without-metadata.ts";
import { exif } from "../media/pictures.ts";

const SECRET = "GPS-SECRET";
const TOLD = /GPS-SECRET|48\.8577|loci|LOCATION|Holiday|2026-05/;
const FILMS = [
  "film.mp4",
  "fast.mp4",
  "frag.mp4",
  "film.3gp",
  "plain.mov",
  "keys.mov",
  "film.webm",
  "live.webm",
];
const sample = (name: string) => readFileSync(new URL(`../media/samples/${name}`, import.meta.url));
const strip = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await (await anonymous(new Blob([bytes]))).arrayBuffer());

/** What is in the box of this name: its bytes stand behind the name. */
function inBox(bytes: Buffer, name: string): Buffer {
  const at = bytes.indexOf(name, 0, "latin1");
  return bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4));
}

function box(name: string, ...parts: (Uint8Array | number[])[]): Buffer<ArrayBuffer> {
  const inside = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.from(`\0\0\0\0${name}`, "latin1");
  head.writeUInt32BE(8 + inside.length);
  return Buffer.concat([head, inside]);
}

describe("films", () => {
  test.each(FILMS)(
    "%s loses where, by what and when it was made, and nothing moves",
    async (name) => {
      const before = sample(name);
      expect(before.toString("latin1")).toMatch(TOLD);
      const after = await strip(before);
      expect(after).toHaveLength(before.length);
      expect(after.toString("latin1")).not.toMatch(TOLD);
      expect(await strip(after)).toEqual(after);
      if (name.endsWith(".webm")) return;
      expect(inBox(after, "mdat")).toEqual(inBox(before, "mdat"));
      expect(inBox(after, "stbl")).toEqual(inBox(before, "stbl"));
      for (const times of ["mvhd", "tkhd", "mdhd"])
        expect(inBox(after, times).subarray(4, 12)).toEqual(Buffer.alloc(8));
    },
  );

  test("a WebM keeps its pictures where they were", async () => {
    const [before, after] = [sample("film.webm"), await strip(sample("film.webm"))];
    const cluster = Buffer.from([0x1f, 0x43, 0xb6, 0x75]);
    const at = before.indexOf(cluster);
    expect(after.subarray(at)).toEqual(before.subarray(at));
    expect(after.includes(Buffer.from([0x12, 0x54, 0xc3, 0x67, 0x40]))).toBe(false);
  });

  test("a song keeps its title and loses its position", async () => {
    const [before, after] = [sample("song.m4a"), await strip(sample("song.m4a"))];
    expect(before.includes("loci")).toBe(true);
    expect(after.includes("loci")).toBe(false);
    expect(inBox(after, "ilst")).toEqual(inBox(before, "ilst"));
  });

  test("what sensors noted moment by moment goes with its track, out of what stands among the pictures, too", async () => {
    const film = sample("fast.mp4");
    const sensors = Buffer.from(film.toString("latin1").replace("vide", "meta"), "latin1");
    const after = await strip(sensors);
    expect(after).toHaveLength(film.length);
    expect(after.includes("trak")).toBe(false);
    expect(inBox(film, "mdat").some((byte) => byte !== 0)).toBe(true);
    expect(inBox(after, "mdat").every((byte) => byte === 0)).toBe(true);
  });

  test("of a large film only its index is read", async () => {
    const film = sample("film.mp4");
    const large = new Blob([
      film.subarray(0, 32),
      box("free", new Uint8Array(50_000_000)),
      box("mdat", new Uint8Array(50_000_000)),
      film.subarray(32),
    ]);
    let read = 0;
    const slice = large.slice.bind(large);
    large.slice = (from, to) => {
      const part = slice(from, to);
      const arrayBuffer = part.arrayBuffer.bind(part);
      part.arrayBuffer = () => {
        read += part.size;
        return arrayBuffer();
      };
      return part;
    };
    const after = await anonymous(large);
    expect(read).toBeLessThan(300_000);
    expect(after.size).toBe(large.size);
    const end = Buffer.from(await after.slice(-4_000).arrayBuffer());
    expect(end.includes("moov")).toBe(true);
    expect(end.toString("latin1")).not.toMatch(TOLD);
  });

  test("what is cut, and what no camera has developed yet, stays as it is", async () => {
    for (const name of FILMS) {
      const torn = sample(name).subarray(0, 300);
      expect((await strip(torn)).subarray(0, 32)).toEqual(torn.subarray(0, 32));
    }
    const raw = Buffer.concat([box("ftyp", Buffer.from("crx ")), box("uuid", Buffer.from(SECRET))]);
    expect(await strip(raw)).toEqual(raw);
  });
});

describe("pictures in boxes", () => {
  test("an AVIF, and a HEIC, loses EXIF and XMP where they stand", async () => {
    const avif = sample("photo.avif");
    const heic = Buffer.from(avif.toString("latin1").replaceAll("avif", "heic"), "latin1");
    for (const before of [avif, heic]) {
      const after = await strip(before);
      expect(before.includes(SECRET)).toBe(true);
      expect(after).toHaveLength(before.length);
      expect(after.includes(SECRET)).toBe(false);
      expect(after.includes("adobe")).toBe(false);
      expect(inBox(after, "meta")).toEqual(inBox(before, "meta"));
      expect(inBox(after, "mdat").subarray(0, 34)).toEqual(inBox(before, "mdat").subarray(0, 34));
    }
  });

  test.each([0, 1])(
    "how it is turned stays said, in whatever way its items are kept: %i",
    async (way) => {
      const item = Buffer.concat([Buffer.alloc(4), exif(6)]);
      const picture = (at: number): Buffer<ArrayBuffer> => {
        const place = Buffer.alloc(8);
        place.writeUInt32BE(at);
        place.writeUInt32BE(item.length, 4);
        return Buffer.concat([
          box("ftyp", Buffer.from("heic")),
          box(
            "meta",
            [0, 0, 0, 0],
            box("hdlr", Buffer.alloc(8), Buffer.from("pict"), Buffer.alloc(13)),
            box("iloc", [1, 0, 0, 0, 0x44, 0, 0, 1], [0, 7, 0, way, 0, 0, 0, 1], place),
            box(
              "iinf",
              [0, 0, 0, 0, 0, 1],
              box("infe", [2, 0, 0, 0, 0, 7, 0, 0], Buffer.from("Exif\0")),
            ),
            box("idat", way === 1 ? item : []),
          ),
          box("mdat", way === 0 ? item : []),
        ]);
      };
      const at = way === 1 ? 0 : picture(0).length - item.length;
      const after = await strip(picture(at));
      expect(after.includes(SECRET)).toBe(false);
      const tiff = after.indexOf("MM\0*");
      expect(orientationIn(new Uint8Array(after.subarray(tiff)))).toBe(6);
      expect(after).toHaveLength(picture(at).length);
    },
  );
});

test("whatever the bytes are, nothing throws, nothing hangs, and the length stays", async () => {
  const heads = [...FILMS, "song.m4a", "photo.avif"].map(sample);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...heads),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
      async (head, changes) => {
        const bytes = Buffer.from(head);
        for (const [at, byte] of changes) bytes[12 + (at % (bytes.length - 12))] = byte;
        expect(await strip(bytes)).toHaveLength(bytes.length);
      },
    ),
    { numRuns: 500 },
  );
});

test("patches: those that overlap, lie beyond the end or behind one another", async () => {
  const bytes = (...all: number[]) => new Uint8Array(all);
  const of = async (...patches: [number, number[]][]) => {
    const all = patches.map(([at, what]) => ({ at, bytes: bytes(...what) }));
    return [...new Uint8Array(await patched(new Blob([bytes(0, 0, 0, 0)]), all).arrayBuffer())];
  };
  expect(await of()).toEqual([0, 0, 0, 0]);
  expect(await of([3, [1]], [0, [2, 2]])).toEqual([2, 2, 0, 1]);
  expect(await of([0, [1, 1, 1]], [1, [2, 2, 2]], [1, [3]])).toEqual([1, 1, 1, 2]);
  expect(await of([3, [1, 1, 1]], [9, [1]])).toEqual([0, 0, 0, 1]);
});
