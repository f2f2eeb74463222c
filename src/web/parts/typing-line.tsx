// Who is typing. The line keeps its height while it is empty, so that nothing moves.
// It has a status's role but is not read out: it would talk all day.

import type { OpenRoom } from "../behavior/open-room.ts";
import { t } from "../strings.ts";

export function TypingLine({ room }: { room: OpenRoom }) {
  const names = room.typing.value.map((id) => room.people.value.get(id)?.name ?? t.someone);
  const [a, b] = names;
  const text =
    a === undefined
      ? ""
      : names.length > 2
        ? t.typingMany
        : b === undefined
          ? t.typingOne(a)
          : t.typingTwo(a, b);
  return (
    <div class="typing" role="status" aria-label={t.typing} aria-live="off">
      {text}
    </div>
  );
}
