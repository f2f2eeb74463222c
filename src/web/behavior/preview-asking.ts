// What is known of the links on show, each asked about once, a few at a time.
// A server that is busy or away is asked again a few times; then the link stays what it is.

import { signal, type Signal } from "@preact/signals";
import type { AskPreview } from "../../client/previews.ts";
import type { Platform } from "../../client/platform.ts";
import { isTemporary } from "../../protocol/codes.ts";
import type { Preview } from "../../protocol/previews.ts";
import { inVain } from "./preview-links.ts";

const AT_ONCE = 4;
const TRIES = 5;
const AGAIN_MS = 4_000;
const KEPT_MOST = 1_000;

/** `null`: there is none. Undefined: not known yet. */
export type Known = Signal<Preview | null | undefined>;

export interface PreviewStore {
  /** Of this link, whether or not it was asked for. */
  of(href: string): Known;
  /** Asks for it, unless it is known or on its way. */
  want(href: string): void;
}

export function createPreviewStore(
  ask: AskPreview,
  { setTimeout }: Pick<Platform, "setTimeout">,
): PreviewStore {
  const known = new Map<string, Known>();
  const wanted = new Set<string>();
  const waiting: { href: string; tries: number }[] = [];
  let running = 0;

  const of = (href: string) => {
    // Rows on show keep what they hold.
    if (known.size > KEPT_MOST) known.clear();
    const value = known.get(href) ?? signal(undefined);
    known.set(href, value);
    return value;
  };

  const next = () => {
    const one = running < AT_ONCE ? waiting.shift() : undefined;
    if (!one) return;
    running += 1;
    void lookUp(one).finally(() => {
      running -= 1;
      next();
    });
    next();
  };

  const lookUp = async ({ href, tries }: { href: string; tries: number }) => {
    const answer = await ask(href);
    if (answer.ok) {
      of(href).value = answer.value ?? null;
      if (!answer.value) inVain.add(href);
    } else if (isTemporary(answer.failure.code) && tries < TRIES) {
      const ms = (answer.failure.retryAfterMs ?? AGAIN_MS) * (1 + Math.random());
      setTimeout(() => {
        waiting.push({ href, tries: tries + 1 });
        next();
      }, ms);
      return;
    } else {
      of(href).value = null;
      // What failed was not the link: a row that is drawn later asks again.
      known.delete(href);
    }
    wanted.delete(href);
  };

  return {
    of,
    want(href) {
      if (of(href).value !== undefined || wanted.has(href)) return;
      wanted.add(href);
      waiting.push({ href, tries: 1 });
      next();
    },
  };
}
