// How rules are broken for `npm run test:mutants`: in which file which text becomes which.
// Each text stands in its file exactly once; `npm test` says where one does not any more.

interface Mutant {
  rule: string;
  file: string;
  text: string;
  becomes: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    rule: "[O4] who was removed is let in",
    file: "src/worker/objects/room.ts",
    text: "if (!room || this.isOut(room, handOver.person.id)) return",
    becomes: "if (!room) return",
  },
  {
    rule: "[O4] the sockets of who was removed stay open",
    file: "src/worker/objects/perform.ts",
    text: 'sockets.endPerson(person, CLOSE.removed, "removed from the room");',
    becomes: "",
  },
  {
    rule: "[D4] a private room is open to whoever has its address",
    file: "src/room/belonging.ts",
    text: 'return isRemoved(sql, now, person) || (kind !== "open" && !isInside(sql, person));',
    becomes: "return isRemoved(sql, now, person);",
  },
  {
    rule: "[L8] what is unread is left at a guess",
    file: "src/client/reader.ts",
    text: "...(isGuess && { count: true })",
    becomes: "",
  },
  {
    rule: "[D7] an invite lets in more people than it is for",
    file: "src/room/invites.ts",
    text: "if (hasPlace(row)) return true;",
    becomes: "return true;",
  },
  {
    rule: "[D7] an invite holds for ever",
    file: "src/room/invites.ts",
    text: "if (hasEnded(row, now)) return false;",
    becomes: "",
  },
  {
    rule: "[D7] an invite lets back in who was removed",
    file: "src/room/invites.ts",
    text: "if (isRemoved(sql, now, person.id) || hasDeparted(sql, person.id)) return refusal;",
    becomes: "if (hasDeparted(sql, person.id)) return refusal;",
  },
  {
    rule: "[D6] who is blocked writes all the same",
    file: "src/room/direct.ts",
    text: "if (held.length === 0) return undefined;",
    becomes: "return undefined;",
  },
  {
    rule: "[O4] whoever is out hears of a message that names them",
    file: "src/worker/objects/notices.ts",
    text: "if (!settled || isOut(this.sql, Date.now(), settled, person)) return true;",
    becomes: "if (!settled) return true;",
  },
  {
    rule: "[O13] what was in a room that ended stays stored",
    file: "src/room/end.ts",
    text: "for (const name of tables(sql)) if (!KEPT.has(name)) sql.all(`DELETE FROM ${name}`);",
    becomes: "",
  },
  {
    rule: "[P3] a retry is not looked for",
    file: "src/room/lookup.ts",
    text: "const after = lookUpFrom(room, newest, command);",
    becomes: "const after = newest;",
  },
  {
    rule: "[P5] a temporary refusal does not hold the line",
    file: "src/room/commands.ts",
    text: "const holds = isTemporary(failure.code) || connection.drops === true;",
    becomes: "const holds = false;",
  },
  {
    rule: "[P5] the held line is forgotten in hibernation",
    file: "src/worker/objects/sockets.ts",
    text: "live.socket.serializeAttachment(live.kept);",
    becomes: "",
  },
  {
    rule: "[L2] a client shows what comes after a hole",
    file: "src/client/replica.ts",
    text: "if (entry.seq > next) return { fresh, gap: true };",
    becomes: "if (entry.seq > next) fresh.push(entry);",
  },
  {
    rule: "[L6] live entries come in the middle of a replay",
    file: "src/worker/objects/send-window.ts",
    text: "if (seat.kept.live) this.sendTo(seat, now);",
    becomes: "this.sendTo(seat, now);",
  },
  {
    rule: "[L3] what was accepted comes before the replay that holds it",
    file: "src/worker/objects/perform.ts",
    text: "if (memory.live !== undefined) window.letGo(now);",
    becomes: "",
  },
  {
    rule: "[L7] a cursor is good whatever entry stands there",
    file: "src/room/log.ts",
    text: 'if (there?.id !== at) return "Another entry stands at this cursor.";',
    becomes: "if (there?.id !== at) return undefined;",
  },
  {
    rule: "[L7] a cursor is good whenever its entry was written",
    file: "src/room/log.ts",
    text: "return there?.ts === atTs ? undefined",
    becomes: "return there?.ts !== null ? undefined",
  },
  {
    rule: "[L7] a cursor above the head is good",
    file: "src/room/log.ts",
    text: 'if (cursor.seq > head(sql).seq) return "The cursor is ahead of the room.";',
    becomes: "if (cursor.seq > head(sql).seq) return undefined;",
  },
  {
    rule: "[L8] one's own messages are unread where the room died before it wrote so",
    file: "src/worker/objects/duties.ts",
    text: "if (isMigrated(sql)) this.recoverAuthors(Date.now() + MARKS_MS);",
    becomes: "",
  },
  {
    rule: "[C4] an upgrade that was given up replaces its successor",
    file: "src/room/seats.ts",
    text: "(seat.attempt ?? 0) > attempt",
    becomes: "(seat.attempt ?? 0) > Infinity",
  },
];
