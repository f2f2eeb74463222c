// Invites of a room [D7]: how many there may be, and what is kept of those that do not hold any more.

import { describe, expect, test } from "vitest";
import type { NewInvite } from "../../src/lib/invites.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Person } from "../../src/protocol/people.ts";
import { depart } from "../../src/room/departures.ts";
import { comeBy, invitesFor, makeInvite } from "../../src/room/invites.ts";
import { createPrivate } from "../../src/room/private.ts";
import { openSql } from "../sqlite.ts";
import { ada, bea, benchOf, connect, person, replies } from "./bench-room.ts";

const cyd = person("cyd");
const LEAVE = { type: "leave", after: 0 } as const;

/** Ada's private room with Bea in it. */
function populated() {
  const sql = openSql();
  const asked = { name: "~plans", title: "Plans", topic: "", id: "create-plans", epoch: "epoch-1" };
  sql.transaction(() => createPrivate(sql, 1_000, asked, ada, [bea]));
  const room = benchOf(sql);
  const make = (id: string, more: Partial<NewInvite> = {}) => {
    const made = makeInvite(sql, room.clock.now++, room.room(), {
      id,
      hash: `hash-${id}`,
      author: ada.id,
      ...more,
    });
    return made.ok ? "made" : made.failure.code;
  };
  const come = (who: Person, id: string) => {
    const by = { id: `come-${who.handle}-${id}`, hash: `hash-${id}` };
    const effects = sql.transaction(() => comeBy(room.context(), room.room(), who, by));
    return replies(effects, "accepted").length === 1;
  };
  const held = () => {
    const found = invitesFor(sql, room.clock.now, room.room(), ada.id);
    return found.ok ? found.value.map(({ id }) => id) : [];
  };
  const used = () => sql.all<{ invite: string }>("SELECT invite FROM invite_use");
  return { ...room, make, come, held, used };
}

describe("[D7] at most 50 invites hold at a time", () => {
  test("one more is storage_full, and a retry of one that is there is not", () => {
    const { make, held } = populated();
    for (let i = 0; i < LIMITS.invites; i++) expect(make(`i${i}`)).toBe("made");
    expect(make("one-more")).toBe("storage_full");
    expect(make("i0")).toBe("made");
    expect(held()).toHaveLength(LIMITS.invites);
  });

  test("those that are used up stand in nobody's way: the oldest of them goes, with what it kept", () => {
    const { make, come, held, used, act } = populated();
    for (const id of ["first", "second"]) {
      make(id, { most: 1 });
      expect(come(cyd, id)).toBe(true);
      act(connect(cyd), { ...LEAVE, id: `leave-${id}` });
    }
    for (let i = 2; i < LIMITS.invites; i++) make(`i${i}`);
    expect(make("one-more")).toBe("made");
    expect(held()).toHaveLength(LIMITS.invites - 1);
    expect(used()).toEqual([{ invite: "second" }]);
    expect([come(cyd, "first"), come(cyd, "second")]).toEqual([false, true]);
    expect([make("the-last"), make("too-many")]).toEqual(["made", "storage_full"]);
  });

  test("of one that has ended nothing is left once another is made", () => {
    const { make, come, used, clock } = populated();
    make("short", { forMs: 60_000 });
    expect(come(cyd, "short")).toBe(true);
    clock.now += 60_000;
    make("another");
    expect(used()).toEqual([]);
  });
});

test("[D7] [T16] who left for good comes back by no invite, whatever was verified before", () => {
  const { make, come, sql, context, room } = populated();
  make("open");
  sql.transaction(() => depart(context(), room(), bea.id, false));
  expect([come(bea, "open"), come(cyd, "open")]).toEqual([false, true]);
});
