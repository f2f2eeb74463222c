// What could not be copied, ready to be selected, and why.
// Opened only where both ways to the clipboard are closed.

import { d } from "../strings-dialogs.ts";
import { Dialog } from "./dialog.tsx";

export function CopyByHand({ text }: { text: string }) {
  return (
    <Dialog title={d.copyByHand}>
      <p>{d.copyByHandHint}</p>
      <input
        class="input"
        aria-label={d.copyByHand}
        readOnly
        value={text}
        data-first
        onFocus={(event) => event.currentTarget.select()}
      />
    </Dialog>
  );
}
