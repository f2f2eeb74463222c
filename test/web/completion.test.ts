// What is completed, with what, and what a slash asks for.

import { describe, expect, test } from "vitest";
import { compactEmoji } from "../../src/tools/emoji.mjs";
import { isTyped, suggest, type Known } from "../../src/web/behavior/completion/suggest.ts";
import { shortcodeAt, triggerAt } from "../../src/web/behavior/completion/trigger.ts";
import { readEmoji } from "../../src/web/behavior/emoji/read.ts";
import { readSlash } from "../../src/web/behavior/slash.ts";

/** The cursor stands at `|`. */
function at(text: string) {
  const cursor = text.indexOf("|");
  const found = triggerAt(text.replace("|", ""), cursor);
  return found && `${found.kind} ${found.from} ${found.query}`;
}

describe("a list opens", () => {
  test.each([
    ["@|", "person 0 "],
    ["@ad|", "person 0 ad"],
    ["hi @Ad|, you", "person 3 Ad"],
    ["(@jo|", "person 1 jo"],
    ["你好@ad|", "person 2 ad"],
    ["@ぁだ|", "person 0 ぁだ"],
    ["a\n@b|", "person 2 b"],
    ["#|", "room 0 "],
    ["see #te|", "room 4 te"],
    ["#tech-t|", "room 0 tech-t"],
    [":ta|", "emoji 0 ta"],
    ["ok :+1|", "emoji 3 +1"],
    [":flag-d|", "emoji 0 flag-d"],
    ["/|", "command 0 "],
    ["/to|", "command 0 to"],
    ["`a` @b|", "person 4 b"],
    ["```\na\n```\n@b|", "person 10 b"],
  ])("for %j", (text, found) => expect(at(text)).toBe(found));

  test.each([
    "|",
    "ada@ex|",
    "@ad|a",
    "/to|pic",
    "@@ad|",
    "path/@ad|",
    "@ada |",
    "@ada lov|",
    "a#b|",
    "## |",
    "##a|",
    "&#39|",
    "#-|",
    ":D|",
    ":)|",
    ":|",
    "10:30|",
    "10:ab|",
    "a::ta|",
    "https://a.example/:ta|",
    "http:ab|",
    " /me|",
    "a /me|",
    "/usr/bin|",
    "/me waves|",
    "`@a|",
    "`:tad|",
    "```\n@a|",
    "```js\n#a|",
    String.raw`\@ad|`,
    `@${"a".repeat(70)}|`,
  ])("not for %j", (text) => expect(at(text)).toBeUndefined());

  test("a long text costs no more than its end", () => {
    const text = `${"word ".repeat(40_000)}@ad`;
    const start = process.threadCpuUsage();
    for (let i = 0; i < 1_000; i++) triggerAt(text, text.length);
    const { user, system } = process.threadCpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});

test("a shortcode is finished by its second colon", () => {
  expect(shortcodeAt(":tada:", 6)).toEqual({ from: 0, code: "tada" });
  expect(shortcodeAt("so :+1: much", 7)).toEqual({ from: 3, code: "+1" });
  for (const text of ["::", "a:b:", "10:30:", ":a b:", "`:tada:", ":tada", "http://x:80:"])
    expect(shortcodeAt(text, text.length), text).toBeUndefined();
});

const known: Known = {
  people: [
    { handle: "bea", name: "Bea Arthur" },
    { handle: "ada", name: "Ada Lovelace" },
    { handle: "adam", name: "Adam" },
    { handle: "zoe", name: "Zoë Ada" },
  ],
  rooms: [
    { name: "general", title: "General" },
    { name: "tech-talk", title: "Tech Talk" },
    { name: "tea", title: "Tea & cake" },
  ],
  emoji: readEmoji(compactEmoji()),
  tone: 0,
  recent: [],
  commands: [
    { name: "me", takes: "text", what: "" },
    { name: "help", takes: "", what: "" },
  ],
};
const inserts = (kind: "person" | "room" | "emoji" | "command", query: string, how = known) =>
  suggest({ kind, from: 0, query }, how, 8).map(({ insert }) => insert);

describe("what is offered", () => {
  test("people by handle and name, in the order in which one is likely to mean them", () => {
    expect(inserts("person", "")).toEqual(["@bea ", "@ada ", "@adam ", "@zoe "]);
    expect(inserts("person", "ada")).toEqual(["@ada ", "@adam ", "@zoe "]);
    expect(inserts("person", "LOVE")).toEqual(["@ada "]);
    expect(inserts("person", "zoe")).toEqual(["@zoe "]);
    expect(inserts("person", "nobody")).toEqual([]);
  });

  test("rooms by address and title", () => {
    expect(inserts("room", "te")).toEqual(["#tech-talk ", "#tea "]);
    expect(inserts("room", "cake")).toEqual(["#tea "]);
    expect(inserts("room", "talk")).toEqual(["#tech-talk "]);
  });

  test("emoji, in one's own skin tone, and named as one began to write", () => {
    expect(inserts("emoji", "tada")).toEqual(["🎉"]);
    expect(inserts("emoji", "thumbsup", { ...known, tone: 3 })).toContain("👍🏽");
    const [one] = suggest({ kind: "emoji", from: 0, query: "thumbsu" }, known, 8);
    expect(one?.label).toBe(":thumbsup:");
    expect(inserts("emoji", "sm")).toHaveLength(8);
  });

  test("commands that begin so, with room for what they take", () => {
    expect(inserts("command", "")).toEqual(["/me ", "/help"]);
    expect(inserts("command", "M")).toEqual(["/me "]);
    expect(inserts("command", "x")).toEqual([]);
  });

  test("what is typed out already is known as such", () => {
    const [ada] = suggest({ kind: "person", from: 0, query: "ada" }, known, 8);
    expect(ada && isTyped(ada, "@Ada")).toBe(true);
    expect(ada && isTyped(ada, "@ad")).toBe(false);
  });
});

describe("a slash", () => {
  const posts: [string, string][] = [
    ["/me waves", "_waves_"],
    ["/ME  waves  ", "_waves_"],
    ["/me waves\n\nand leaves", "_waves_\n\n_and leaves_"],
    ["/me likes snake_case", "*likes snake_case*"],
    ["/me pokes @ada", "_pokes @ada_"],
    [String.raw`/me ends in \\`.slice(0, -1), String.raw`_ends in \\_`],
    ["/shrug", String.raw`¯\_(ツ)_/¯`],
    ["/shrug who knows", String.raw`who knows ¯\_(ツ)_/¯`],
    ["//me is a command", "/me is a command"],
    ["//", "/"],
    ["/usr/bin", "/usr/bin"],
    ["/usr/bin is a path", "/usr/bin is a path"],
    ["/etc.", "/etc."],
    ["/24 is a net", "/24 is a net"],
    ["/", "/"],
    ["/ me", "/ me"],
    ["/me/you", "/me/you"],
    ["///", "///"],
    ["/über", "/über"],
  ];
  test.each(posts)("%j posts %j", (body, posted) =>
    expect(readSlash(body)).toEqual({ type: "post", body: posted }),
  );

  test("sets the topic, in one line of at most 250", () => {
    expect(readSlash("/topic  Tea\nand cake ")).toEqual({ type: "topic", topic: "Tea and cake" });
    expect(readSlash(`/topic ${"a".repeat(250)}`).type).toBe("topic");
    expect(readSlash(`/topic ${"a".repeat(251)}`).type).toBe("problem");
  });

  test("sets one's status, with an emoji of its own, or none any more", () => {
    const statusOf = (body: string) => {
      const asked = readSlash(body);
      return asked.type === "status" ? asked.status : asked;
    };
    expect(statusOf("/status 🌴 on  holiday")).toEqual({ emoji: "🌴", text: "on holiday" });
    expect(statusOf("/status 👩🏽‍💻")).toEqual({ emoji: "👩🏽‍💻" });
    expect(statusOf("/status at lunch 🍰")).toEqual({ text: "at lunch 🍰" });
    expect(statusOf("/status")).toEqual({});
    expect(statusOf("/away")).toEqual({ emoji: "🌙", text: "Away" });
    expect(statusOf("/away until four")).toEqual({ emoji: "🌙", text: "until four" });
    expect(readSlash(`/away ${"a".repeat(101)}`).type).toBe("problem");
  });

  test("asks for help", () => expect(readSlash("/help")).toEqual({ type: "help" }));

  test.each(["/etc", "/foo bar", "/constructor"])("%j is no command, and says so", (body) =>
    expect(readSlash(body)).toMatchObject({
      type: "problem",
      text: expect.stringMatching(/^There is no command /),
    }),
  );

  test.each(["/me", "/topic", "/me  "])("%j says what is missing", (body) =>
    expect(readSlash(body)).toMatchObject({
      type: "problem",
      text: expect.stringMatching(/^Write it like this: /),
    }),
  );
});
