// Short words for everybody: a line that fades, and two regions that screen readers read out.
// Only a failed send interrupts; new messages are gathered and said at most every few seconds.

import { signal } from "@preact/signals";
import { t } from "../strings.ts";

export const notice = signal("");
export const polite = signal("");
export const assertive = signal("");

const NOTICE_MS = 2_500;
const GATHER_MS = 1_500;

let noticeTimer: ReturnType<typeof setTimeout> | undefined;

export function showNotice(text: string): void {
  clearTimeout(noticeTimer);
  notice.value = text;
  noticeTimer = setTimeout(() => (notice.value = ""), NOTICE_MS);
}

let gathered: string[] = [];
let gatherTimer: ReturnType<typeof setTimeout> | undefined;

export function announceMessage(author: string, text: string): void {
  gathered.push(t.announce(author, text.slice(0, 200)));
  gatherTimer ??= setTimeout(() => {
    polite.value = gathered.length > 3 ? t.announceMany(gathered.length) : gathered.join("\n");
    gathered = [];
    gatherTimer = undefined;
  }, GATHER_MS);
}

export function announceFailure(text: string): void {
  // The same words again are said again only if the region was empty in between.
  assertive.value = "";
  setTimeout(() => (assertive.value = t.announceFailed(text.slice(0, 200))), 50);
}
