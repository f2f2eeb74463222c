// Choosing a reaction: the usual ones at hand.
// Choosing one's own again takes it back.

import { closeDialog } from "../behavior/dialogs.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";

const USUAL = [..."👍👎😀😂😍🤔😮😢😡🎉👏🙏💯🔥🚀👀✅❌💡🐛☕🍰🌱🙌"];

export function React({ room, seq }: { room: OpenRoom; seq: number }) {
  const mine = new Set(
    room.timeline.value.messages
      .find((message) => message.seq === seq)
      ?.reactions?.flatMap(({ emoji, mine: own }) => (own ? [emoji] : [])),
  );
  return (
    <Dialog title={t.react}>
      <div class="emoji-grid">
        {USUAL.map((emoji, i) => (
          <button
            key={emoji}
            type="button"
            class="emoji-grid__choice"
            aria-pressed={mine.has(emoji)}
            {...(i === 0 && { "data-first": true })}
            onClick={() => {
              room.client.react(seq, emoji, !mine.has(emoji));
              closeDialog();
            }}
          >
            {emoji}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
