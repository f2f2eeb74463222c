// Posting, looking up and holding the line: [L1] [L3] [L8] [P3] [P4] [P5] [G2] [G5].
// Each test is titled with the rule it proves.

import { describe, expect, test } from "vitest";
import { first } from "../../src/lib/sql.ts";
import { head } from "../../src/room/log.ts";
import { markAnnounced, unannounced } from "../../src/room/settings.ts";
import { ada, bea, connect, only, openRoom, post, replies } from "./bench-room.ts";

describe("posting", () => {
  test("[L1] [G3] entries are numbered 1, 2, 3 and `accepted` names the seq", () => {
    const room = openRoom();
    const a = connect(ada);
    const seqs = ["one", "two", "three"].map(
      (body, i) => only(replies(room.act(a, post(`post-000${i}`, body)), "accepted")).seq,
    );
    expect(seqs).toEqual([1, 2, 3]);
  });

  test("[L3] the entry is published to all and `accepted` goes to its author after it", () => {
    const room = openRoom();
    const effects = room.act(connect(ada), post("post-0001", "hello"));
    const order = effects
      .map((effect) => effect.do)
      .filter((kind) => kind === "publish" || kind === "reply");
    expect(order).toEqual(["publish", "reply"]);
    expect(effects.find((effect) => effect.do === "publish")).toMatchObject({
      entries: [{ seq: 1, by: ada.id, kind: "message", id: "post-0001", body: "hello" }],
      people: { [ada.id]: { handle: "ada", name: "ADA" } },
    });
  });

  test("[G3] server time never decreases, whatever the clock does", () => {
    const room = openRoom();
    const a = connect(ada);
    room.clock.now = 5_000;
    room.act(a, post("post-0001", "one"));
    room.clock.now = 4_000;
    expect(only(replies(room.act(a, post("post-0002", "two")), "accepted")).ts).toBe(5_000);
  });

  test("[L8] each row counts the messages up to it", () => {
    const room = openRoom();
    room.fill(3);
    expect(head(room.sql)).toMatchObject({ seq: 3, n: 3 });
  });

  test("[L8] an author has read up to the own message", () => {
    const room = openRoom();
    expect(room.act(connect(ada), post("post-0001", "hi"))).toContainEqual({ do: "mark", seq: 1 });
  });
});

describe("look-up", () => {
  test("[P3] a retry gets the old seq and `duplicate`, and no second row", () => {
    const room = openRoom();
    const original = only(replies(room.act(connect(ada), post("post-0001", "hi")), "accepted"));
    room.clock.now += 60_000;
    const effects = room.act(connect(ada), post("post-0001", "hi"));
    expect(only(replies(effects, "accepted"))).toEqual({ ...original, duplicate: true });
    expect(effects.some((effect) => effect.do === "publish" || effect.do === "mark")).toBe(false);
    expect(head(room.sql).seq).toBe(1);
  });

  test("[P3] it comes before the rate limit and the held line", () => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    room.wait.commands = 500;
    const again = room.act(connect(ada, { held: "post-0009" }), post("post-0001", "hi"));
    expect(only(replies(again, "accepted")).duplicate).toBe(true);
  });

  test("[N4] the same id of another author is another command", () => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    expect(only(replies(room.act(connect(bea), post("post-0001", "hi")), "accepted")).seq).toBe(2);
  });

  test("[P4] another body under the same id is `id_conflict` and the first stays", () => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    const effects = room.act(connect(ada), post("post-0001", "other"));
    expect(only(replies(effects, "rejected"))).toMatchObject({
      id: "post-0001",
      code: "id_conflict",
    });
    expect(first(room.sql, "SELECT body FROM log")).toMatchObject({ body: "hi" });
  });

  test.each([
    ["another epoch", { epoch: "epoch-0", after: 2_900 }],
    ["an `after` above the head", { after: 99_999 }],
  ])("[P3] %s looks through the whole log", (_, cursor) => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    room.fill(3_000, bea.id);
    const effects = room.act(connect(ada), post("post-0001", "hi", cursor));
    expect(only(replies(effects, "accepted"))).toMatchObject({ seq: 1, duplicate: true });
  });

  test("[P3] without `after` the newest 1,000 are looked through", () => {
    const room = openRoom();
    room.fill(10, bea.id);
    room.act(connect(ada), post("post-0001", "hi"));
    room.fill(999, bea.id);
    const bare = { type: "post", id: "post-0001", body: "hi" } as const;
    expect(only(replies(room.act(connect(ada), bare), "accepted")).seq).toBe(11);
    room.fill(1, bea.id);
    expect(only(replies(room.act(connect(ada), bare), "accepted")).seq).toBe(1_012);
  });

  test("[P3] a look-up costs one token per 1,000 entries read", () => {
    const room = openRoom();
    room.fill(2_500, bea.id);
    const effects = room.act(connect(ada), post("post-0001", "hi"));
    const charges = effects.flatMap((effect) => (effect.do === "charge" ? effect.tokens : []));
    expect(charges.reduce((sum, tokens) => sum + tokens, 0)).toBe(3);
  });
});

test("[P3] whoever is in debt waits for a long look-up, and not for a short one", () => {
  const room = openRoom();
  room.act(connect(ada), post("post-0001", "hi"));
  room.fill(1_500, bea.id);
  room.wait.commands = 900;
  const a = connect(ada);
  const long = room.act(a, post("post-0001", "hi"));
  expect(only(replies(long, "rejected"))).toMatchObject({
    code: "rate_limited",
    retryAfterMs: 900,
  });
  expect(a.held).toBe("post-0001");
  room.wait.commands = 0;
  expect(only(replies(room.act(a, post("post-0001", "hi")), "accepted")).duplicate).toBe(true);
});

describe("the held line", () => {
  test("[P5] a temporary refusal holds the line, and is remembered before it is said", () => {
    const room = openRoom();
    const a = connect(ada);
    room.wait.commands = 700;
    const effects = room.act(a, post("post-0003", "three"));
    expect(effects[0]).toEqual({ do: "remember", memory: { held: "post-0003" } });
    expect(only(replies(effects, "rejected"))).toMatchObject({
      code: "rate_limited",
      retryAfterMs: 700,
    });
  });

  test("[P5] [G5] later commands wait until the held one comes again", () => {
    const room = openRoom();
    const a = connect(ada);
    room.act(a, post("post-0001", "one"));
    room.wait.commands = 700;
    room.act(a, post("post-0002", "two"));
    room.wait.commands = 0;
    expect(only(replies(room.act(a, post("post-0003", "three")), "rejected")).code).toBe(
      "out_of_order",
    );
    expect(only(replies(room.act(a, post("post-0002", "two")), "accepted")).seq).toBe(2);
    expect(only(replies(room.act(a, post("post-0003", "three")), "accepted")).seq).toBe(3);
  });

  test("[P5] `drop` gives the held command up", () => {
    const room = openRoom();
    const a = connect(ada, { held: "post-0002" });
    room.act(a, { type: "drop", id: "post-0001" });
    expect(a.held).toBe("post-0002");
    room.act(a, { type: "drop", id: "post-0002" });
    expect(only(replies(room.act(a, post("post-0003", "three")), "accepted")).seq).toBe(1);
  });

  test("[P5] `out_of_order` keeps the line with the one that holds it", () => {
    const room = openRoom();
    const a = connect(ada, { held: "post-0002" });
    room.act(a, post("post-0003", "three"));
    expect(a.held).toBe("post-0002");
  });

  test("[P5] [G5] a permanent refusal holds the line of whoever drops it, until they have heard", () => {
    const room = openRoom();
    const a = connect(ada, { drops: true });
    const edit = { type: "edit", id: "edit-0001", after: 0, seq: 9, body: "x" } as const;
    const effects = room.act(a, edit);
    expect(effects[0]).toEqual({ do: "remember", memory: { held: "edit-0001" } });
    expect(only(replies(effects, "rejected")).code).toBe("not_found");
    expect(only(replies(room.act(a, post("post-0001", "hi")), "rejected")).code).toBe(
      "out_of_order",
    );
    room.act(a, { type: "drop", id: "edit-0001" });
    only(replies(room.act(a, post("post-0001", "hi")), "accepted"));
  });

  test("[P5] a permanent refusal holds nothing where nobody drops it, and lets its own line go", () => {
    const room = openRoom();
    const a = connect(ada, { held: "edit-0001" });
    const edit = { type: "edit", id: "edit-0001", after: 0, seq: 9, body: "x" } as const;
    expect(only(replies(room.act(a, edit), "rejected")).code).toBe("not_found");
    expect(a.held).toBeNull();
    only(replies(room.act(a, post("post-0001", "hi")), "accepted"));
  });

  test("[P5] an id that stands for another message holds nothing and lets its own line go", () => {
    const room = openRoom();
    room.act(connect(ada), post("post-0001", "hi"));
    for (const drops of [true, false]) {
      const a = connect(ada, { held: "post-0001", drops });
      expect(only(replies(room.act(a, post("post-0001", "other")), "rejected")).code).toBe(
        "id_conflict",
      );
      expect(a.held).toBeNull();
    }
  });
});

describe("title and topic", () => {
  const topic = (id: string, fields: { title?: string; topic?: string }) =>
    ({ type: "topic", id, epoch: "epoch-1", after: 0, ...fields }) as const;

  test("are an entry that all receive, and the directory is owed the news", () => {
    const room = openRoom();
    markAnnounced(room.sql, { name: "general", title: "General", topic: "", createdTs: 0 });
    const effects = room.act(connect(ada), topic("topic-0001", { topic: "Tea" }));
    expect(effects.find((effect) => effect.do === "publish")).toMatchObject({
      entries: [{ seq: 1, kind: "topic", title: "General", topic: "Tea" }],
    });
    expect(effects).toContainEqual({ do: "announce" });
    expect(room.room()).toMatchObject({ title: "General", topic: "Tea" });
    expect(unannounced(room.sql)).toMatchObject({ topic: "Tea" });
    expect(head(room.sql)).toMatchObject({ seq: 1, n: 0 });
  });

  test("[L8] what changes nothing makes no entry, and a retry is a duplicate", () => {
    const room = openRoom();
    room.act(connect(ada), topic("topic-0001", { topic: "Tea" }));
    expect(
      only(replies(room.act(connect(ada), topic("topic-0002", { topic: "Tea" })), "accepted")).seq,
    ).toBe(1);
    const again = room.act(connect(ada), topic("topic-0001", { topic: "Tea" }));
    expect(only(replies(again, "accepted"))).toMatchObject({ seq: 1, duplicate: true });
    const other = room.act(connect(ada), topic("topic-0001", { topic: "Coffee" }));
    expect(only(replies(other, "rejected")).code).toBe("id_conflict");
    const post1 = room.act(connect(ada), post("topic-0001", "Tea"));
    expect(only(replies(post1, "rejected")).code).toBe("id_conflict");
  });
});
