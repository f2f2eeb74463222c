// What a link is before anybody has asked: by its address alone [T10].

import { describe, expect, test } from "vitest";
import { linkKind } from "../../src/protocol/previews.ts";
import { videoOf } from "../../src/protocol/videos.ts";

describe("[T10] the kind of a link", () => {
  test.each([
    ["https://example.com/cat.png", "image"],
    ["http://example.com/a/b/CAT.JPEG?size=2#top", "image"],
    ["https://example.com/cat.gif", "image"],
    ["https://example.com/cat.svg", "page"],
    ["https://cat.png/", "page"],
    ["https://example.com/?file=cat.png", "page"],
    ["https://example.com/cat.png/about", "page"],
    ["https://youtu.be/dQw4w9WgXcQ", "video"],
    ["https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=42s", "video"],
    ["https://m.youtube.com/shorts/dQw4w9WgXcQ", "video"],
    ["https://www.youtube.com/@somebody", "page"],
    ["https://www.youtube.com/watch?v=short", "page"],
    ["https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", "page"],
    ["https://example.com/youtu.be/dQw4w9WgXcQ", "page"],
    ["https://vimeo.com/123456789", "video"],
    ["https://player.vimeo.com/video/123456789?h=1", "video"],
    ["https://vimeo.com/about", "page"],
    ["https://notvimeo.com/123456789", "page"],
  ])("%s: %s", (href, kind) => {
    expect(linkKind(href)).toBe(kind);
    expect(videoOf(href) !== undefined).toBe(kind === "video");
  });
  test("a player is one of two hosts, with nothing of the address but its id and time", () => {
    expect(videoOf("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&evil=1")).toEqual({
      player: "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=42",
      lookUp:
        "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ",
    });
    expect(videoOf("https://vimeo.com/42#t=1")).toEqual({
      player: "https://player.vimeo.com/video/42?autoplay=1&dnt=1",
      lookUp: "https://vimeo.com/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F42",
    });
  });
  test("hostile addresses are read in linear time", () => {
    const long = `https://www.youtube.com/watch?${"&v=".repeat(100_000)}`;
    const before = performance.now();
    for (const href of [long, `https://example.com/${"a.png/".repeat(100_000)}`]) linkKind(href);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
