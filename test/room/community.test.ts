// What somebody may in a room by the community [M3], on the commands that need it.

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { CommunityRole } from "../../src/protocol/community-roles.ts";
import { lentRole } from "../../src/room/community.ts";
import { changeProfile } from "../../src/room/members.ts";
import { memberFor } from "../../src/room/order.ts";
import { roleOf } from "../../src/room/roles.ts";
import { ada, bea, connect, only, openRoom, person, replies } from "./bench-room.ts";

const cyd = person("cyd");
const dee = person("dee");
const OK = "accepted";

let count = 0;

/** Ada made the room; Bea has a role in the community, Cyd and Dee have none. */
function populated(community: CommunityRole) {
  const room = openRoom();
  for (const who of [ada, cyd, dee]) room.join(connect(who));
  const effects = room.join(connect(bea), { community });
  const say = (who: typeof ada, fields: object) => {
    const command = { id: `order-${count++}`, after: 0, ...fields } as Command;
    const acts = room.act(connect(who), command);
    const answers = [...replies(acts, "accepted"), ...replies(acts, "rejected")];
    const answer = only<{ type: string; code?: string }>(answers);
    return answer.code ?? answer.type;
  };
  return { ...room, say, welcome: only(replies(effects, "welcome")) };
}

describe("[M3] in an open room", () => {
  test("an owner of the community acts as its owner", () => {
    const { say, sql, welcome } = populated("owner");
    expect(welcome.role).toBe("owner");
    expect(say(bea, { type: "mode", readOnly: true })).toBe(OK);
    expect(say(bea, { type: "role", person: cyd.id, role: "moderator" })).toBe(OK);
    expect(say(bea, { type: "mute", person: cyd.id, on: true })).toBe(OK);
    expect(memberFor(sql, 0, cyd.id, bea.id)).toMatchObject({ role: "owner" });
  });

  test("a moderator of the community acts as a moderator and no more", () => {
    const { say, welcome } = populated("moderator");
    expect(welcome.role).toBe("moderator");
    expect(say(bea, { type: "mode", readOnly: true })).toBe(OK);
    expect(say(bea, { type: "mute", person: cyd.id, on: true })).toBe(OK);
    expect(say(bea, { type: "role", person: cyd.id, role: "moderator" })).toBe("forbidden");
    expect(say(bea, { type: "mute", person: ada.id, on: true })).toBe("forbidden");
  });

  test.each(["guest", "member"] as const)(
    "a %s of the community has no more than before",
    (role) => {
      const { say, welcome, sql } = populated(role);
      expect(welcome.role).toBe("member");
      expect(say(bea, { type: "mode", readOnly: true })).toBe("forbidden");
      expect(sql.all("SELECT person FROM community_role")).toEqual([]);
    },
  );

  test("who was appointed is muted and removed only by whom the community placed above", () => {
    const { say, sql } = populated("moderator");
    expect(say(ada, { type: "remove", person: bea.id, on: true })).toBe("forbidden");
    expect(say(ada, { type: "mute", person: bea.id, on: true })).toBe("forbidden");
    changeProfile(sql, ada, "owner");
    expect(say(ada, { type: "mute", person: bea.id, on: true })).toBe(OK);
  });

  test("nobody is made less in a room than the community makes them", () => {
    const { say, sql } = populated("moderator");
    expect(say(ada, { type: "role", person: bea.id, role: "owner" })).toBe(OK);
    expect(say(ada, { type: "role", person: bea.id, role: "member" })).toBe("forbidden");
    expect(say(ada, { type: "role", person: bea.id, role: "moderator" })).toBe(OK);
    changeProfile(sql, bea, "member");
    expect(roleOf(sql, bea.id), "the room's own role is left").toBe("moderator");
    expect(say(ada, { type: "role", person: bea.id, role: "member" })).toBe(OK);
  });

  test("what was given is taken back: later commands are as a member's", () => {
    const { say, sql } = populated("owner");
    changeProfile(sql, bea, "member");
    expect(say(bea, { type: "mode", readOnly: true })).toBe("forbidden");
    expect(lentRole(sql, bea.id)).toBe("member");
  });

  test("of who never came nothing is kept", () => {
    const { sql } = populated("guest");
    changeProfile(sql, person("eve"), "owner");
    expect(sql.all("SELECT person FROM community_role")).toEqual([]);
  });
});

test("[M3] a room that is not open lends nothing to anybody", () => {
  const { sql, join } = openRoom();
  sql.all("UPDATE room SET kind = 'private'");
  join(connect(bea), { community: "owner" });
  expect(roleOf(sql, bea.id)).toBe("member");
});
