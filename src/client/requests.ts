// Questions to the server that carry a `ref`: asked, asked again after a cut, answered once.
// A question stays open until its answer, a refusal for good, or `drop`.

import { isTemporary, type Failure } from "../protocol/codes.ts";
import type { HistoryQuery, WhoQuery } from "../protocol/commands.ts";
import type { History, Who } from "../protocol/frames.ts";
import type { Platform } from "./platform.ts";

export type Question = HistoryQuery | WhoQuery;

const AGAIN_MS = 500;
/** An answer that takes longer is lost, or its connection will be: asking twice does no harm. */
const PATIENCE_MS = 10_000;

export interface Requests {
  /** Undefined where there will be no answer. */
  ask(question: (ref: string) => Question): Promise<History | Who | undefined>;
  answered(answer: History | Who): void;
  refused(ref: string, failure: Failure): void;
  /** A transport is there: whatever is open goes out. */
  resend(): void;
  /** No answer is of use any more. */
  drop(): void;
}

/** `send` may do nothing; `resend` makes it try again. */
export function createRequests(platform: Platform, send: (question: Question) => void): Requests {
  let count = 0;
  const open = new Map<string, { question: Question; resolve: (answer?: History | Who) => void }>();

  function settle(ref: string, answer?: History | Who): void {
    const asked = open.get(ref);
    open.delete(ref);
    asked?.resolve(answer);
  }

  function again(ref: string): void {
    const asked = open.get(ref);
    if (asked) send(asked.question);
  }

  function insist(ref: string): void {
    platform.setTimeout(() => {
      if (!open.has(ref)) return;
      again(ref);
      insist(ref);
    }, PATIENCE_MS);
  }

  return {
    ask(make) {
      count += 1;
      const question = make(`r${count}`);
      return new Promise((resolve) => {
        open.set(question.ref, { question, resolve });
        send(question);
        insist(question.ref);
      });
    },
    answered: (answer) => settle(answer.ref, answer),
    refused(ref, failure) {
      if (!isTemporary(failure.code)) return settle(ref);
      platform.setTimeout(() => again(ref), failure.retryAfterMs ?? AGAIN_MS);
    },
    resend() {
      for (const { question } of open.values()) send(question);
    },
    drop() {
      for (const ref of [...open.keys()]) settle(ref);
    },
  };
}
