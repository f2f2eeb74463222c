// The steps that a random history is made of: what people, networks and servers do.
// Each is plain data, so that a failing history can be printed and kept.

import * as fc from "fast-check";
import type { Passage } from "./net.ts";

/** What one may do to a message on show; a reply stands in the thread under it. */
export type How = "edit" | "delete" | "react" | "unreact" | "pin" | "unpin" | "reply";

export type Step =
  | { do: "post"; who: number; times: number }
  /** Messages so long that a dozen of them fill a page. */
  | { do: "essay"; who: number; times: number }
  | { do: "change"; who: number; share: number; how: How }
  | { do: "wait"; ms: number }
  | {
      do: "cut";
      who: number;
      how: "both" | "client" | "late" | "server" | "blackhole" | "up" | "down";
    }
  | { do: "lose"; who: number; skip: number; count: number }
  | { do: "lag"; who: number; way: "up" | "down"; ms: number }
  | { do: "upgrades" | "requests"; who: number; passage: Passage }
  | { do: "reopen"; who: number; how: "close" | "kill" | "late" }
  | {
      do: "wake" | "reconnect" | "older" | "newer" | "newest" | "read" | "retry" | "full" | "free";
      who: number;
    }
  | { do: "jump"; who: number; share: number }
  | { do: "remove" | "let-back" | "leave"; who: number }
  /** A removal that has an end. */
  | { do: "remove-for"; who: number; ms: number }
  /** An invite link of a private room; somebody comes by one of those that were ever made; one is revoked. */
  | { do: "invite"; who: number; most: number | null; forMs: number | null }
  | { do: "come"; who: number; share: number }
  | { do: "revoke"; share: number }
  | { do: "archive" | "restore" | "end" | "abandon" }
  | { do: "block" | "unblock"; who: number }
  /** A message that names another, who hears of it wherever they are. */
  | { do: "mention"; who: number; whom: number }
  /** Somebody asks for what there is beside the socket: lists, pages, the inbox. */
  | { do: "ask"; who: number; what: number }
  | { do: "skew"; who: number; ms: number }
  | { do: "hibernate" | "evict" | "crash" | "crash-durable" | "snapshot" | "roll-back" }
  | { do: "server-skew"; ms: number }
  | { do: "fail"; times: number };

const who = fc.nat({ max: 3 });
const passage = fc.constantFrom<Passage>(
  ...(["open", "open", "refused", "hanging", "lost", "late", "slow"] as const),
);
const ms = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 3, arbitrary: fc.integer({ min: 100, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5_000, max: 60_000 }) },
);
const hours = fc.integer({ min: -36, max: 36 }).map((n) => n * 3_600_000);

function step<T extends Step>(weight: number, record: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return { weight, arbitrary: fc.record(record) as fc.Arbitrary<Step> };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const how = fc.constantFrom<How>(
  ...(["edit", "edit", "delete", "react", "unreact", "pin", "unpin", "reply", "reply"] as const),
);

const people = [
  step(5, { do: fc.constant("change"), who, share, how }),
  step(8, { do: fc.constant("post"), who, times: fc.integer({ min: 1, max: 6 }) }),
  step(1, { do: fc.constant("post"), who, times: fc.integer({ min: 20, max: 45 }) }),
  step(1, { do: fc.constant("essay"), who, times: fc.integer({ min: 8, max: 16 }) }),
  step(8, { do: fc.constant("wait"), ms }),
  step(2, { do: fc.constantFrom("wake", "reconnect", "older", "newer", "newest", "read"), who }),
  step(1, { do: fc.constant("jump"), who, share: fc.double({ min: 0, max: 1, noNaN: true }) }),
];

const networks = [
  step(4, {
    do: fc.constant("cut"),
    who,
    how: fc.constantFrom("both", "client", "late", "server", "blackhole", "up", "down"),
  }),
  step(3, {
    do: fc.constant("lose"),
    who,
    skip: fc.nat({ max: 3 }),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  step(2, { do: fc.constant("lag"), who, way: fc.constantFrom("up", "down"), ms }),
  step(3, { do: fc.constant("upgrades"), who, passage }),
  step(2, { do: fc.constant("requests"), who, passage }),
  step(2, { do: fc.constant("reopen"), who, how: fc.constantFrom("close", "kill", "late") }),
  step(1, { do: fc.constant("skew"), who, ms: hours }),
];

const servers = [
  step(3, { do: fc.constantFrom("hibernate") }),
  step(1, { do: fc.constantFrom("evict", "crash", "crash-durable") }),
  step(2, { do: fc.constantFrom("crash", "crash-durable") }),
  step(1, { do: fc.constant("server-skew"), ms: hours }),
  step(1, { do: fc.constant("fail"), times: fc.integer({ min: 1, max: 7 }) }),
];

const asking = [
  step(2, { do: fc.constant("mention"), who, whom: who }),
  step(4, { do: fc.constant("ask"), who, what: fc.nat({ max: 63 }) }),
];

const removals = [
  ...asking,
  step(2, { do: fc.constant("remove"), who }),
  step(1, { do: fc.constant("remove-for"), who, ms: fc.integer({ min: 1_000, max: 60_000 }) }),
  step(3, { do: fc.constant("let-back"), who }),
  step(2, { do: fc.constant("reconnect"), who }),
  step(1, { do: fc.constantFrom("hibernate", "evict", "crash-durable") }),
];

const departures = [
  step(3, { do: fc.constant("leave"), who }),
  step(1, { do: fc.constantFrom("archive", "restore", "restore") }),
  step(3, {
    do: fc.constant("invite"),
    who,
    most: fc.constantFrom(null, 1, 2),
    forMs: fc.constantFrom(null, 2_000, 30_000),
  }),
  step(5, { do: fc.constant("come"), who, share }),
  step(1, { do: fc.constant("revoke"), share }),
  ...removals,
];

const ends = [step(1, { do: fc.constantFrom("end", "abandon") })];

const blocks = [
  ...asking,
  step(2, { do: fc.constantFrom("block", "unblock", "unblock"), who }),
  step(1, { do: fc.constantFrom("hibernate", "evict", "crash-durable") }),
  step(1, { do: fc.constant("reconnect"), who }),
];

const disasters = [
  step(2, { do: fc.constantFrom("snapshot", "roll-back") }),
  step(1, { do: fc.constantFrom("full", "free", "retry"), who }),
];

function histories(
  steps: { weight: number; arbitrary: fc.Arbitrary<Step> }[],
): fc.Arbitrary<Step[]> {
  return fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 80, size: "max" });
}

/** What a history may hold; the more that can go wrong at once, the less is left to follow from it. */
export const MIXES = {
  networks: histories([...people, ...networks]),
  servers: histories([...people, ...servers, ...networks.slice(0, 2)]),
  membership: histories([...people, ...networks, ...removals]),
  belonging: histories([...people, ...networks, ...departures]),
  ends: histories([...people, ...networks, ...departures, ...ends]),
  direct: histories([...people, ...networks, ...blocks]),
  everything: histories([...people, ...networks, ...servers, ...disasters]),
};
