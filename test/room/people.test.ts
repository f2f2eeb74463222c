// Presence, who, typing, read marks, seats and settings: [C4] [H6] [L8] [T4].

import { describe, expect, test } from "vitest";
import { CLOSE } from "../../src/protocol/codes.ts";
import { absentees, markTold } from "../../src/room/absent.ts";
import { advance, consumedTo, isBehind } from "../../src/room/consumers.ts";
import { readSeqOf, writeMark } from "../../src/room/members.ts";
import { present, presenceChange } from "../../src/room/presence.ts";
import { isSuperseded, vacate } from "../../src/room/seats.ts";
import {
  createRoom,
  listed,
  markAnnounced,
  settings,
  unannounced,
} from "../../src/room/settings.ts";
import { openSql } from "../sqlite.ts";
import { ada, bea, connect, only, openRoom, person, post, replies } from "./bench-room.ts";

describe("presence", () => {
  test("a person with three tabs counts once", () => {
    expect(present([connect(ada), connect(ada), connect(ada), connect(bea)]).size).toBe(2);
  });

  test("who came and who left, and nothing where nothing changed", () => {
    const change = presenceChange(new Set([ada.id]), present([connect(bea)]));
    expect(change).toMatchObject({ joined: [bea.id], left: [ada.id], onlineCount: 1 });
    expect(presenceChange(new Set([bea.id]), present([connect(bea)]))).toBeUndefined();
  });

  test("above 100 people only the count", () => {
    const many = present(Array.from({ length: 101 }, (_, i) => connect(person(`p${i}`))));
    expect(presenceChange(new Set(), many)).toEqual({
      type: "presence",
      joined: [],
      left: [],
      onlineCount: 101,
    });
  });

  test("`who` pages through all of them", () => {
    const room = openRoom();
    for (let i = 0; i < 250; i++) room.online.set(person(`p${i}`).id, person(`p${i}`));
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const frame = { type: "who", ref: "w", ...(after !== undefined && { after }) } as const;
      const page = only(replies(room.act(connect(ada), frame), "who"));
      seen.push(...page.people.map(({ id }) => id));
      after = seen.at(-1);
      if (!page.more) break;
    }
    expect(new Set(seen).size).toBe(250);
    expect(seen).toHaveLength(250);
  });
});

describe("typing", () => {
  test("is said to the others, at most once in 3 s", () => {
    const room = openRoom();
    const effects = room.act(connect(ada), { type: "typing" });
    expect(effects).toContainEqual(expect.objectContaining({ do: "signal" }));
    room.wait.typing = 1_000;
    expect(room.act(connect(ada), { type: "typing" })).toEqual([]);
  });
});

describe("read marks", () => {
  test("[H6] a mark only rises, never above the head, and is echoed to one's other devices", () => {
    const room = openRoom();
    room.fill(5);
    const effects = room.act(connect(bea), { type: "read", seq: 99 });
    expect(effects).toEqual([
      { do: "mark", seq: 5 },
      { do: "echo", frame: { type: "read", by: bea.id, seq: 5, unread: 0, head: 5 } },
      { do: "seen", seq: 5 },
    ]);
    expect(room.act(connect(bea, { read: { seq: 5, due: 0 } }), { type: "read", seq: 3 })).toEqual(
      [],
    );
  });

  test("[L8] one row a person, and only where they rise", () => {
    const room = openRoom();
    room.join(connect(bea));
    writeMark(room.sql, bea.id, 7);
    writeMark(room.sql, bea.id, 4);
    expect(readSeqOf(room.sql, bea.id)).toBe(7);
  });
});

describe("the absent", () => {
  test("are told once that something is unread, and again only after reading", () => {
    const room = openRoom();
    for (const who of [ada, bea, person("cem")]) room.join(connect(who));
    room.act(connect(ada), post("post-0001", "hi"));
    writeMark(room.sql, ada.id, 1);
    const away = () => absentees(room.sql, room.clock.now, new Set([person("cem").id]), 10);
    expect(away()).toEqual([bea.id]);
    markTold(room.sql, bea.id, 1);
    room.act(connect(ada), post("post-0002", "there"));
    writeMark(room.sql, ada.id, 2);
    expect(away()).toEqual([]);
    writeMark(room.sql, bea.id, 2);
    expect(away()).toEqual([]);
    room.act(connect(ada), post("post-0003", "again"));
    expect(away()).toContain(bea.id);
  });

  test("a consumer's cursor only rises", () => {
    const room = openRoom();
    room.fill(5);
    expect(isBehind(room.sql, "inbox")).toBe(true);
    advance(room.sql, "inbox", 5);
    advance(room.sql, "inbox", 3);
    expect(consumedTo(room.sql, "inbox")).toBe(5);
    expect(isBehind(room.sql, "inbox")).toBe(false);
  });
});

describe("seats", () => {
  const seat = (
    who: string,
    client: string | null,
    since: number,
    attempt: number | null = null,
  ) => ({ person: { id: who }, client, since, attempt });

  test("[C4] the same page load replaces its own socket", () => {
    const seats = [seat("ada", "page-1", 1), seat("ada", "page-2", 2), seat("bea", "page-1", 3)];
    expect(vacate(seats, seat("ada", "page-1", 9))).toEqual([
      { seat: seats[0], code: CLOSE.replaced },
    ]);
  });

  test("[C4] an upgrade that was given up before one that is here is superseded", () => {
    const seats = [seat("ada", "page-1", 1, 7), seat("bea", "page-2", 2, 9)];
    const isLate = (...next: Parameters<typeof seat>) => isSuperseded(seats, seat(...next));
    expect(isLate("ada", "page-1", 3, 6)).toBe(true);
    expect(isLate("ada", "page-1", 3, 7)).toBe(false);
    expect(isLate("ada", "page-1", 3, 8)).toBe(false);
    // Another page load, another person, and clients that do not count.
    expect(isLate("ada", "page-2", 3, 6)).toBe(false);
    expect(isLate("bea", "page-1", 3, 6)).toBe(false);
    expect(isLate("ada", "page-1", 3)).toBe(false);
    expect(isSuperseded([seat("ada", "page-1", 1)], seat("ada", "page-1", 3, 6))).toBe(false);
  });

  test("[C4] the eleventh socket closes the oldest", () => {
    const seats = Array.from({ length: 10 }, (_, i) => seat("ada", null, 10 - i));
    expect(vacate(seats, seat("ada", null, 99))).toEqual([
      { seat: seats[9], code: CLOSE.tooManySockets },
    ]);
    expect(vacate(seats.slice(1), seat("ada", null, 99))).toEqual([]);
  });
});

describe("settings", () => {
  const tea = { name: "tea", title: "Tea", topic: "", by: ada.id, id: "request-1", epoch: "e1" };

  test("[C2] asking a room that does not exist stores nothing", () => {
    const sql = openSql();
    expect(settings(sql)).toBeUndefined();
    expect(listed(sql)).toBeUndefined();
    expect(sql.all("SELECT name FROM sqlite_master")).toEqual([]);
  });

  test("[T4] the same request within 10 minutes gets the same answer, then `room_exists`", () => {
    const sql = openSql();
    const made = createRoom(sql, 1_000, tea);
    expect(createRoom(sql, 2_000, { ...tea, epoch: "e2" })).toEqual(made);
    expect(settings(sql)?.epoch).toBe("e1");
    const other = createRoom(sql, 2_000, { ...tea, id: "request-2" });
    expect(other).toMatchObject({ ok: false, failure: { code: "room_exists" } });
    expect(createRoom(sql, 700_000, tea)).toMatchObject({ failure: { code: "room_exists" } });
    expect(createRoom(sql, 2_000, { ...tea, by: bea.id })).toMatchObject({
      failure: { code: "room_exists" },
    });
  });

  test("[T4] a room owes the directory its listing until it is confirmed", () => {
    const sql = openSql();
    createRoom(sql, 1_000, tea);
    expect(unannounced(sql)).toMatchObject({ name: "tea", title: "Tea" });
    markAnnounced(sql, { name: "tea", title: "Older", topic: "", createdTs: 0 });
    expect(unannounced(sql)).toBeDefined();
    markAnnounced(sql, { name: "tea", title: "Tea", topic: "", createdTs: 0 });
    expect(unannounced(sql)).toBeUndefined();
  });
});
