// What is said to screen readers, and the one line that fades.
// The regions are always in the page: one that appears with its words is not read.

import { assertive, notice, polite } from "../behavior/notices.ts";
import { t } from "../strings.ts";

export function LiveRegions() {
  return (
    <>
      <div class="unseen" aria-live="polite">
        {polite}
      </div>
      <div class="unseen" aria-live="assertive">
        {assertive}
      </div>
      <div class="notice" role="status" aria-label={t.notice}>
        {notice.value && <span class="notice__text">{notice}</span>}
      </div>
    </>
  );
}
