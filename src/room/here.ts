// `@here`: whoever is present when it is said is mentioned by it.
// Said by who may not, or where somebody is called so, it is a word like any other.

import type { Mentions } from "../protocol/entries.ts";
import { LIMITS } from "../protocol/limits.ts";
import { handlesIn, HERE } from "../protocol/mentions.ts";
import { may } from "../protocol/roles.ts";
import type { Context } from "./context.ts";
import { hasReceipts } from "./members.ts";
import { roleOf } from "./roles.ts";

/** With those present, where the body calls them. */
export function withPresent(
  { sql, online }: Pick<Context, "sql" | "online">,
  author: string,
  body: string,
  mentions: Mentions | undefined,
): Mentions | undefined {
  if (!callsHere(body, mentions)) return mentions;
  if (!hasReceipts(sql) && !may(roleOf(sql, author), "callAll")) return mentions;
  const present = [...online().values()].filter(({ id }) => id !== author);
  const called = present.slice(0, LIMITS.presenceNames).map(({ handle, id }) => [handle, id]);
  const all = { ...Object.fromEntries(called), ...mentions } as Mentions;
  return Object.keys(all).length > 0 ? all : undefined;
}

/** An edit calls nobody anew; where the word still stands, those it called stay. */
export function withCalled(
  before: Mentions | undefined,
  body: string,
  mentions: Mentions | undefined,
): Mentions | undefined {
  return before && callsHere(body, mentions) ? { ...before, ...mentions } : mentions;
}

function callsHere(body: string, mentions: Mentions = {}): boolean {
  return body.includes(`@${HERE}`) && !(HERE in mentions) && handlesIn(body).includes(HERE);
}
