// Pictures made up for tests: real PNGs of a size and a colour, without a file.

import { crc32, deflateSync } from "node:zlib";

/** A PNG that runs from one colour to another, from the upper left to the lower right. */
export function png(
  width: number,
  height: number,
  [from, to]: [number[], number[]] = [
    [240, 160, 90],
    [60, 110, 160],
  ],
): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (const channel of [0, 1, 2]) {
        const part = (x / width + y / height) / 2;
        const value = (from[channel] ?? 0) * (1 - part) + (to[channel] ?? 0) * part;
        rows[y * (width * 3 + 1) + 1 + x * 3 + channel] = Math.round(value);
      }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}

/** One pixel. */
export const GIF = Buffer.from("R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=", "base64");
