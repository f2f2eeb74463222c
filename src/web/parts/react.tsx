// Choosing a reaction, or an emoji for what one writes.
// Choosing one's own reaction again takes it back.

import { replaceText } from "../behavior/completion/insert.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { heldMessage, type OpenRoom } from "../behavior/open-room.ts";
import { places } from "../behavior/places.ts";
import { t } from "../strings.ts";
import { k } from "../strings-kept.ts";
import { Dialog } from "./dialog.tsx";
import type { EmojiPickerProps } from "./emoji-picker.tsx";
import { lazyPart } from "./lazy.tsx";

const { load, Part: EmojiPicker } = lazyPart<EmojiPickerProps>(
  async () => (await import("./emoji-picker.tsx")).EmojiPicker,
);

export function React({ room, seq }: { room: OpenRoom; seq: number }) {
  load();
  const mine = new Set(
    heldMessage(room, seq)?.reactions?.flatMap(({ emoji, mine: own }) => (own ? [emoji] : [])),
  );
  return (
    <Dialog title={k.react} class="dialog--emoji" bare>
      <EmojiPicker
        chosen={mine}
        onChoose={(emoji, keepsOpen) => {
          room.client.react(seq, emoji, !mine.has(emoji));
          if (!keepsOpen) closeDialog();
        }}
      />
    </Dialog>
  );
}

/** Into the box one writes in, where the cursor stands. */
export function InsertEmoji() {
  load();
  return (
    <Dialog title={t.emoji} class="dialog--emoji dialog--at-composer" bare>
      <EmojiPicker
        onChoose={(emoji, keepsOpen) => {
          const composer = places.writing ?? places.composer;
          // The cursor's place is known only while the box has not got the focus back.
          const { selectionStart = 0, selectionEnd = 0 } = composer ?? {};
          if (!keepsOpen) closeDialog();
          if (composer) replaceText(composer, selectionStart, selectionEnd, emoji);
        }}
      />
    </Dialog>
  );
}
