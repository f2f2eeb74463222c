// What somebody says of themselves, as small as can be: the emoji, with the words as its name.

import type { Status } from "../../protocol/people.ts";
import { t } from "../strings.ts";

export function StatusEmoji({ status }: { status: Status | undefined }) {
  if (status?.emoji === undefined) return null;
  const { emoji, text } = status;
  return (
    <span class="status-emoji" role="img" aria-label={t.status(text ?? emoji)} title={text}>
      {emoji}
    </span>
  );
}
