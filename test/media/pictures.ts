// Pictures made by code: small ones of every kind, and what cameras write into them.
// Each is a file that a browser shows.

import { deflateSync, crc32 } from "node:zlib";

const text = (words: string) => Buffer.from(words, "latin1");

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([text(name), data]);
  const out = Buffer.alloc(8 + data.length + 4);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), 8 + data.length);
  return out;
}

/** A gradient in one colour: not so small that nothing is left to be made of it. */
export function png(
  width: number,
  height: number,
  [r, g, b]: readonly [number, number, number] = [200, 80, 40],
  extra: readonly Buffer[] = [],
): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = 1 + 3 * width;
  const rows = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const share = 0.4 + (0.6 * (x + y)) / (width + height);
      // Noise, so that it has some bytes.
      const noise = (x * 7919 + y * 104_729) % 13;
      rows.set(
        [r, g, b].map((value) => Math.max(0, Math.round(value * share) - noise)),
        y * line + 1 + 3 * x,
      );
    }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk("IHDR", head),
    ...extra,
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** What a phone writes: how the picture is turned, and where it was taken. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26 + 12 + 18 + 16);
  tiff.write("MM", 0, "latin1");
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  const entry = (at: number, tag: number, type: number, count: number) => {
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
  };
  entry(10, 0x0112, 3, 1);
  tiff.writeUInt16BE(orientation, 18);
  entry(22, 0x8825, 4, 1);
  tiff.writeUInt32BE(38, 30);
  tiff.writeUInt16BE(1, 38);
  entry(40, 0x001d, 2, 11);
  tiff.writeUInt32BE(56, 48);
  tiff.write("GPS-SECRET\0", 56, "latin1");
  return tiff;
}

/** Eight by eight grey pixels: the smallest JPEG with tables of its own. */
export function jpeg(segments: readonly Buffer[] = [], after = Buffer.alloc(0)): Buffer {
  const [start, ...rest] = GREY;
  return Buffer.concat([start ?? Buffer.alloc(0), ...segments, ...rest, after]);
}

export function segment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + data.length, 2);
  return Buffer.concat([head, data]);
}

export const exifSegment = (orientation: number) =>
  segment(0xe1, Buffer.concat([text("Exif\0\0"), exif(orientation)]));

export const pngExif = (orientation: number) => chunk("eXIf", exif(orientation));
export const pngText = (words: string) => chunk("tEXt", text(`Comment\0${words}`));

const dcTable = Buffer.from([...[0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0]);
const acTable = Buffer.from([...[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0]);
const GREY = [
  Buffer.from([0xff, 0xd8]),
  segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 1)])),
  segment(0xc0, Buffer.from([8, 0, 8, 0, 16, 1, 1, 0x11, 0])),
  segment(0xc4, dcTable),
  segment(0xc4, acTable),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x15, 0xff, 0xd9]),
];

/** The frame of a WebP, with what programs add around its pixels. */
export function webp(orientation: number): Buffer {
  const part = (name: string, data: Uint8Array) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(data.length);
    return Buffer.concat([text(name), size, data, Buffer.alloc(data.length & 1)]);
  };
  const body = Buffer.concat([
    part("VP8X", Buffer.from([0x0c, 0, 0, 0, 7, 0, 0, 7, 0, 0])),
    part("VP8 ", Buffer.from([1, 2, 3, 4, 5, 6])),
    part("EXIF", exif(orientation)),
    part("XMP ", text("<x>GPS-SECRET</x>")),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(4 + body.length);
  return Buffer.concat([text("RIFF"), size, text("WEBP"), body]);
}

/** A tone of so many seconds. */
export function wav(seconds: number): Buffer {
  const rate = 8_000;
  const data = Buffer.alloc(rate * seconds);
  for (let i = 0; i < data.length; i++)
    data[i] = 128 + Math.round(60 * Math.sin((i * 2 * Math.PI * 440) / rate));
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
