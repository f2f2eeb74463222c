// The pure parts of previews: which bytes are a picture, which text is a line [T10].

import { describe, expect, test } from "vitest";
import { visibleLine } from "../../src/lib/text.ts";
import { decodePage } from "../../src/worker/previews/charset.ts";
import { imageTypeOf } from "../../src/worker/previews/image-type.ts";
import { GIF, png } from "../strangers/picture.ts";

const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe("[T10] the type of a picture", () => {
  test.each([
    ["image/png", png(4, 4)],
    ["image/gif", GIF],
    ["image/jpeg", latin("\xff\xd8\xff\xe0\0\x10JFIF")],
    ["image/webp", latin("RIFF\x24\0\0\0WEBPVP8 ")],
    ["image/avif", latin("\0\0\0\x1cftypavif\0\0\0\0mif1")],
    ["image/avif", latin("\0\0\0\x1cftypmif1\0\0\0\0mif1avif")],
  ])("%s", (type, bytes) => expect(imageTypeOf(bytes)).toBe(type));

  test.each([
    "",
    "\x89PN",
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "<html>",
    "BM\0\0",
    "RIFF\x24\0\0\0WAVEfmt ",
    "\0\0\0\x18ftypmp42\0\0\0\0isom",
    "\0\0\0\x10ftypmp42avif",
    "\0\0\0\x10ftypisom\0\0\0\0avif",
    " \x89PNG\r\n\x1a\n",
    "%PDF-1.7",
  ])("%j is none", (text) => expect(imageTypeOf(latin(text))).toBeUndefined());
});

describe("[T10] a visible line", () => {
  test.each([
    ["  two\n\tlines\u2028here ", "two lines here"],
    ["a\u202egpj.exe", "agpj.exe"],
    ["in\u200bvi\u00adsi\ufeffble", "invisible"],
    ["👩‍💻 works", "👩‍💻 works"],
    ["می‌خواهم", "می‌خواهم"],
    ["\u200d\u200c\u3164\u0301", ""],
    ["lone \ud800 half", "lone half"],
    ["nul\0l", "nul l"],
  ])("%j: %j", (text, line) => expect(visibleLine(text, 100)).toBe(line));
  test("is cut at a code point, and says so", () => {
    expect(visibleLine("😺😺😺", 3)).toBe("😺😺😺");
    expect(visibleLine("😺😺😺😺", 3)).toBe("😺😺…");
    expect([...visibleLine("x".repeat(1_000_000), 200)]).toHaveLength(200);
  });
});

describe("[T10] charsets", () => {
  test("a page that names UTF-16 in single bytes is UTF-8", () => {
    expect(decodePage(latin('<meta charset="utf-16"><p>a'), "text/html")).toContain("<p>a");
  });
  test("the header is believed before the page", () => {
    const bytes = new TextEncoder().encode('<meta charset="latin1">é');
    expect(decodePage(bytes, "text/html; charset=UTF-8")).toContain("é");
    expect(decodePage(bytes, "text/html")).toContain("Ã©");
  });
});
