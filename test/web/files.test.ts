// What a picture tells of its author goes before it is uploaded; how it is turned stays, and so does all of its look.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isAnimated,
  orientationIn,
  withoutMetadata,
} from "../../src/web/behavior/files/metadata.ts";
import {
  BYTES,
  decode,
  encode,
  fromPixels,
  toPixels,
  waveOf,
} from "../../src/web/behavior/files/placeholder.ts";
import { exifSegment, jpeg, png, pngExif, pngText, segment, webp } from "../media/pictures.ts";

const SECRET = "GPS-SECRET";
const strip = (bytes: Buffer) => Buffer.from(withoutMetadata(new Uint8Array(bytes)));
const tiffIn = (bytes: Buffer) => new Uint8Array(bytes.subarray(bytes.indexOf("MM\0*")));

describe("metadata", () => {
  test("a JPEG loses position, comments and what lies behind its end, and stays turned as it was", () => {
    const icc = segment(0xe2, Buffer.from("ICC_PROFILE\0 colours", "latin1"));
    const secrets = [
      exifSegment(6),
      segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${SECRET}`)),
      segment(0xed, Buffer.from(`Photoshop 3.0\0${SECRET}`)),
      segment(0xfe, Buffer.from(SECRET)),
      icc,
    ];
    const clean = strip(jpeg(secrets, Buffer.from(`film ${SECRET}`)));
    expect(clean.includes(SECRET)).toBe(false);
    expect(clean.includes(icc)).toBe(true);
    expect(orientationIn(tiffIn(clean))).toBe(6);
    expect(clean.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  });

  test("a JPEG without any stays byte for byte, and one that is none is left to the server", () => {
    expect(strip(jpeg())).toEqual(jpeg());
    const torn = jpeg([exifSegment(1)]).subarray(0, 40);
    expect(strip(torn)).toEqual(torn);
  });

  test("a PNG loses EXIF and words, and stays turned", () => {
    const clean = strip(png(3, 2, [1, 2, 3], [pngExif(8), pngText(SECRET)]));
    expect(clean.includes(SECRET)).toBe(false);
    expect(orientationIn(tiffIn(clean))).toBe(8);
    expect(strip(png(3, 2, [1, 2, 3], [pngExif(1)]))).toEqual(png(3, 2, [1, 2, 3]));
  });

  test("a WebP loses EXIF and XMP with their flags; its size adds up", () => {
    const plain = strip(webp(1));
    expect(plain.includes(SECRET)).toBe(false);
    expect(plain[20]).toBe(0);
    expect(plain.readUInt32LE(4)).toBe(plain.length - 8);
    const turned = strip(webp(3));
    expect(turned.includes(SECRET)).toBe(false);
    expect(turned[20]).toBe(0x08);
    expect(orientationIn(tiffIn(turned))).toBe(3);
  });

  test("whatever the bytes are, nothing throws and nothing hangs", () => {
    const heads = [Buffer.from([0xff, 0xd8]), png(2, 2).subarray(0, 24), webp(2).subarray(0, 20)];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        strip(Buffer.concat([head, tail]));
      }),
    );
  });

  test("what moves is known by its bytes", () => {
    expect(isAnimated(Buffer.from("GIF89a"))).toBe(true);
    expect(isAnimated(png(2, 2))).toBe(false);
    const moving = webp(1);
    moving[20] = 2;
    expect(isAnimated(moving)).toBe(true);
  });
});

describe("placeholder", () => {
  test("16 pixels are 64 characters, and come back as they were", () => {
    const pixels = new Uint8ClampedArray(64).map((_, i) => (i % 4 === 3 ? 255 : 3 * i));
    const code = encode(fromPixels(pixels));
    expect(code).toHaveLength(64);
    expect(toPixels(decode(code) ?? new Uint8Array())).toEqual(pixels);
  });

  test("what is no placeholder is none", () => {
    for (const code of [undefined, "", "AAAA", "!".repeat(64)])
      expect(decode(code)).toBeUndefined();
  });

  test("a wave has 48 heights, the loudest of all at the top, however long it was", () => {
    for (const length of [1, 7, 48, 1_000]) {
      const wave = waveOf(Array.from({ length }, (_, i) => (i + 1) / 4_000));
      expect(wave).toHaveLength(BYTES);
      expect(Math.max(...wave)).toBe(255);
    }
  });
});
