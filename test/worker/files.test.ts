// What a file is, by its bytes; which of them are asked for; and what it may be called [U1] [U3] [U5].
// Beginnings are made here byte by byte: what counts is what they claim, and what contradicts it.

import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { fileNameFault, fileNameFrom } from "../../src/protocol/file-names.ts";
import { filePath, mediaOf } from "../../src/protocol/files.ts";
import { utf8Length } from "../../src/lib/text.ts";
import type { Env } from "../../src/worker/env.ts";
import { communityBytes, fileLimits, personBytes } from "../../src/worker/files/bucket.ts";
import { imageSize } from "../../src/worker/files/image-size.ts";
import { judge, judgePicture } from "../../src/worker/files/kind.ts";
import { disposition, isKnown, rangeOf } from "../../src/worker/files/ranges.ts";
import { digestNamed } from "../../src/worker/files/receive.ts";

function bytes(...parts: (string | number | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => {
      if (typeof part === "number") return [part];
      return typeof part === "string" ? Array.from(part, (sign) => sign.charCodeAt(0)) : part;
    }),
  );
}

const u32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const u16 = (n: number) => [(n >> 8) & 255, n & 255];
const le = (n: number[]) => n.toReversed();
const zeros = (n: number) => Array.from({ length: n }, () => 0);

const png = (w: number, h: number) =>
  bytes("\x89PNG\r\n\x1a\n", u32(13), "IHDR", u32(w), u32(h), [8, 6, 0, 0, 0], zeros(12));
const jpeg = (w: number, h: number, ...before: (string | number | number[])[]) =>
  bytes([0xff, 0xd8], ...before, [0xff, 0xc0], u16(17), 8, u16(h), u16(w), zeros(20));
const app1 = (length: number) => [0xff, 0xe1, ...u16(length + 2), ...zeros(length)];
const gif = (w: number, h: number, flags = 0) =>
  bytes(
    "GIF89a",
    le(u16(w)),
    le(u16(h)),
    flags,
    0,
    0,
    zeros(flags ? 3 * 2 ** ((flags & 7) + 1) : 0),
    0x2c,
    zeros(20),
  );
function webp(chunk: number[]): Uint8Array {
  return bytes("RIFF", le(u32(chunk.length + 4)), "WEBP", chunk);
}
const chars = (text: string) => Array.from(text, (sign) => sign.charCodeAt(0));
const lossy = (w: number, h: number) =>
  webp([
    ...chars("VP8 "),
    ...zeros(4),
    0x10,
    0,
    0,
    0x9d,
    0x01,
    0x2a,
    ...le(u16(w)),
    ...le(u16(h)),
    ...zeros(40),
  ]);
const lossless = (w: number, h: number) =>
  webp([...chars("VP8L"), ...zeros(4), 0x2f, ...le(u32(((h - 1) << 14) | (w - 1))), ...zeros(40)]);
const extended = (w: number, h: number) =>
  webp([
    ...chars("VP8X"),
    ...zeros(8),
    ...le(u32(w - 1)).slice(0, 3),
    ...le(u32(h - 1)).slice(0, 3),
    ...zeros(40),
  ]);
const box = (name: string, ...inside: number[][]): number[] => {
  const all = inside.flat();
  return [...u32(all.length + 8), ...chars(name), ...all];
};
const avif = (...sizes: [number, number][]) =>
  bytes(
    box("ftyp", chars("avif"), zeros(4), chars("mif1")),
    box(
      "meta",
      zeros(4),
      box("hdlr", zeros(20)),
      box("iprp", box("ipco", ...sizes.map(([w, h]) => box("ispe", zeros(4), u32(w), u32(h))))),
    ),
    box("mdat", zeros(40)),
  );

describe("[U3] the size of a picture", () => {
  const samples: [string, string, (w: number, h: number) => Uint8Array][] = [
    ["PNG", "image/png", png],
    ["JPEG", "image/jpeg", (w, h) => jpeg(w, h)],
    ["JPEG with notes of a camera", "image/jpeg", (w, h) => jpeg(w, h, app1(60_000), app1(9))],
    ["JPEG with fill bytes", "image/jpeg", (w, h) => jpeg(w, h, app1(9), [0xff, 0xff])],
    ["GIF", "image/gif", (w, h) => gif(w, h)],
    ["GIF with colours", "image/gif", (w, h) => gif(w, h, 0x87)],
    ["WebP", "image/webp", lossy],
    ["WebP without loss", "image/webp", lossless],
    ["WebP with more in it", "image/webp", extended],
    ["AVIF", "image/avif", (w, h) => avif([w, h])],
    ["AVIF of tiles", "image/avif", (w, h) => avif([2, 2], [w, h], [2, 2])],
  ];
  for (const [what, type, make] of samples)
    test(what, () => {
      const file = make(640, 480);
      expect(judge(file, file.length, { type })).toEqual({
        ok: true,
        value: { type, width: 640, height: 480 },
      });
      for (let cut = 0; cut <= 10; cut++)
        expect(imageSize(type, file.slice(0, cut), file.length)).toBeUndefined();
    });

  test("never throws, whatever the bytes are", () => {
    const types = fc.constantFrom(
      "image/png",
      "image/jpeg",
      "image/gif",
      "image/webp",
      "image/avif",
    );
    const heads = fc.constantFrom(
      png(4, 3),
      jpeg(4, 3),
      gif(4, 3),
      lossy(4, 3),
      extended(4, 3),
      avif([4, 3]),
    );
    fc.assert(
      fc.property(
        types,
        heads,
        fc.array(fc.tuple(fc.nat(90), fc.nat(255))),
        (type, head, changes) => {
          const file = head.slice();
          for (const [at, value] of changes) if (at < file.length) file[at] = value;
          imageSize(type, file, file.length);
          judge(file, file.length, { type });
          judgePicture(file, 512);
        },
      ),
    );
  });

  test("a camera that was held upright: the sides as they are shown", () => {
    const file = jpeg(4_000, 3_000);
    const shown = judge(file, file.length, { type: "image/jpeg", width: 3_000, height: 4_000 });
    expect(shown).toMatchObject({ ok: true, value: { width: 3_000, height: 4_000 } });
    expect(judge(file, file.length, { width: 3_000, height: 3_000 }).ok).toBe(false);
  });
});

describe("[U3] the type of a file", () => {
  const kinds: [string, Uint8Array][] = [
    ["video/mp4", bytes(u32(24), "ftypisom", zeros(40))],
    ["video/quicktime", bytes(u32(20), "ftypqt  ", zeros(40))],
    ["audio/mp4", bytes(u32(24), "ftypM4A ", zeros(40))],
    [
      "video/webm",
      bytes(
        [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x84],
        "webm",
        zeros(40),
      ),
    ],
    ["audio/ogg", bytes("OggS", zeros(24), "OpusHead", zeros(40))],
    ["video/ogg", bytes("OggS", zeros(24), "\x80theora", zeros(40))],
    ["audio/mpeg", bytes("ID3", 4, zeros(60))],
    ["audio/mpeg", bytes([0xff, 0xfb, 0x90, 0], zeros(413), [0xff, 0xfb, 0x90, 0], zeros(40))],
    ["audio/flac", bytes("fLaC", zeros(60))],
    ["audio/wav", bytes("RIFF", zeros(4), "WAVE", zeros(60))],
    ["audio/aac", bytes([0xff, 0xf1], zeros(60))],
    ["application/pdf", bytes("%PDF-1.7", zeros(60))],
    ["application/zip", bytes("PK\x03\x04", zeros(60))],
    ["application/octet-stream", bytes("MZ", zeros(60))],
    ["application/octet-stream", bytes("<!doctype html>")],
    ["application/octet-stream", bytes("<?xml?><svg>")],
    ["application/octet-stream", bytes([0xff, 0xfb, 0x90, 0], zeros(60))],
    ["application/octet-stream", bytes([0])],
  ];
  for (const [type, file] of kinds)
    test(`${type}: ${String.fromCharCode(...file.subarray(0, 12)).replace(/[^ -~]/g, ".")}`, () => {
      expect(judge(file, file.length, {})).toEqual({ ok: true, value: { type } });
    });

  test("a container of both is what its author calls it, nothing else is", () => {
    const webm = kinds[3]?.[1] ?? bytes();
    const type = (claimed: string) => {
      const judged = judge(webm, webm.length, { type: claimed });
      return judged.ok ? judged.value.type : "refused";
    };
    expect(type("audio/webm;codecs=opus")).toBe("audio/webm");
    expect(type("video/webm")).toBe("video/webm");
    expect(type("audio/mp4")).toBe("video/webm");
    expect(type("text/html")).toBe("video/webm");
    expect(type("image/png")).toBe("refused");
  });

  test("only a medium keeps what was said of its looks", () => {
    const claims = { width: 4, height: 3, duration: 9, placeholder: "abcd" };
    const value = (file: Uint8Array) => {
      const judged = judge(file, file.length, claims);
      return judged.ok ? judged.value : judged.failure;
    };
    expect(value(bytes("%PDF-", zeros(60)))).toEqual({ type: "application/pdf" });
    expect(value(png(4, 3))).toEqual({
      type: "image/png",
      width: 4,
      height: 3,
      placeholder: "abcd",
    });
    // Of a sound it is the shape of its wave.
    const heard = { type: "audio/flac", duration: 9, placeholder: "abcd" };
    expect(value(bytes("fLaC", zeros(60)))).toEqual(heard);
    expect(value(bytes(u32(24), "ftypisom", zeros(40)))).toEqual({ type: "video/mp4", ...claims });
  });

  test("nothing that could run is ever shown", () => {
    for (const type of [
      "text/html",
      "image/svg+xml",
      "application/pdf",
      "text/plain",
      "image/png; x",
      "video/x",
    ])
      expect(mediaOf(type)).toBeUndefined();
    expect(mediaOf("image/webp")).toBe("image");
  });
});

describe("[U5] ranges", () => {
  const at = (header: string | undefined, ifRange?: string) =>
    rangeOf(header, ifRange, 10, '"tag"');
  test("one range, and everything else", () => {
    expect(at("bytes=2-4")).toEqual({ offset: 2, length: 3 });
    expect(at("bytes=2-99")).toEqual({ offset: 2, length: 8 });
    expect(at("bytes=9-")).toEqual({ offset: 9, length: 1 });
    expect(at("bytes=-3")).toEqual({ offset: 7, length: 3 });
    expect(at("bytes=-99")).toEqual({ offset: 0, length: 10 });
    for (const none of ["bytes=10-", "bytes=10-11", "bytes=-0"]) expect(at(none)).toBe("none");
    for (const whole of [
      undefined,
      "",
      "bytes",
      "bytes=",
      "bytes=-",
      "bytes=4-2",
      "bytes=1-2,4-5",
      "items=1-2",
      "bytes=1 -2",
      "bytes=0x1-2",
      `bytes=0-${"9".repeat(30)}`,
    ])
      expect(at(whole)).toBeUndefined();
    expect(at("bytes=2-4", '"tag"')).toEqual({ offset: 2, length: 3 });
    for (const stale of ['"old"', 'W/"tag"', "Sat, 21 Nov 2026 00:00:00 GMT"])
      expect(at("bytes=2-4", stale)).toBeUndefined();
  });
  test("stay within the file, whatever is asked", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 20 }), (from, to, size) => {
        const stretch = rangeOf(`bytes=${from}-${to}`, undefined, size, "");
        if (stretch === undefined || stretch === "none") return;
        expect(stretch.length).toBeGreaterThan(0);
        expect(stretch.offset + stretch.length).toBeLessThanOrEqual(size);
      }),
    );
  });
  test("tags", () => {
    expect(isKnown(undefined, '"a"')).toBe(false);
    for (const known of ['"a"', 'W/"a"', '"b", "a"', "*"]) expect(isKnown(known, '"a"')).toBe(true);
    expect(isKnown('"b"', '"a"')).toBe(false);
  });
  test("a name cannot break out of its header", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (raw) => {
        const header = disposition("attachment", fileNameFrom(raw));
        expect(header).toMatch(
          /^attachment; filename="[ !#-$&-[\]-~]*"; filename\*=UTF-8''[\w.~!*%-]*$/,
        );
      }),
    );
  });
});

describe("[U1] names", () => {
  test("any name becomes one that is taken, and a good one stays", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (raw) => {
        const name = fileNameFrom(raw);
        expect(fileNameFault(name)).toBeUndefined();
        if (fileNameFault(raw) === undefined) expect(name).toBe(raw);
      }),
    );
  });
  test("the end of a long name stays", () => {
    const name = fileNameFrom(`${"ä".repeat(300)}.tar.gz`);
    expect(name.endsWith(".gz")).toBe(true);
    expect(utf8Length(name)).toBeLessThanOrEqual(255);
    expect(fileNameFrom("C:\\fakepath\\photo.png")).toBe("photo.png");
    expect(fileNameFrom("../..")).toBe("file");
  });
  test("an address of a file holds one name", () => {
    const file = { id: "a".repeat(26), name: "a/b?#%.png", size: 1, type: "image/png" };
    expect(filePath("tech talk", file)).toBe(`/files/tech%20talk/${file.id}/a%2Fb%3F%23%25.png`);
  });
});

test("[U2] a digest is 32 bytes of base64, or none", () => {
  const hash = btoa("x".repeat(32));
  expect(digestNamed(undefined)).toBeUndefined();
  expect(digestNamed(`sha-256=:${hash}:`)).toBe("78".repeat(32));
  expect(digestNamed(`sha-512=:AAAA:, sha-256=:${hash}:`)).toBe("78".repeat(32));
  for (const bad of [
    "",
    "sha-256",
    `sha-256=${hash}`,
    `sha-256=:${hash}`,
    "sha-256=:AAAA:",
    `sha-512=:${hash}:`,
  ])
    expect(digestNamed(bad)).toBe("malformed");
});

test("[U1] the deployment says how much a file, a person and everybody may weigh; what is no number counts for nothing", () => {
  const told = (vars: Partial<Env>) => {
    const env = { FILES: {}, ...vars } as Env;
    return [fileLimits(env)?.fileBytes, personBytes(env), communityBytes(env)];
  };
  const usual = told({});
  expect(usual[0]).toBe(100 * 1024 ** 2);
  expect(
    told({ FILE_BYTES: "5000", PERSON_FILE_BYTES: "7000", COMMUNITY_FILE_BYTES: "0" }),
  ).toEqual([5_000, 7_000, 0]);
  expect(
    told({ FILE_BYTES: "much", PERSON_FILE_BYTES: "-1", COMMUNITY_FILE_BYTES: "Infinity" }),
  ).toEqual(usual);
});
