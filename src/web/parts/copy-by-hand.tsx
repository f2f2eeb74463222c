// What could not be copied, ready to be selected, and why.
// Opened only where both ways to the clipboard are closed.

import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";

export function CopyByHand({ text }: { text: string }) {
  return (
    <Dialog title={t.copyByHand}>
      <p>{t.copyByHandHint}</p>
      <input
        class="input"
        aria-label={t.copyByHand}
        readOnly
        value={text}
        data-first
        onFocus={(event) => event.currentTarget.select()}
      />
    </Dialog>
  );
}
