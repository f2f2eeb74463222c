// The reactions under a message: each toggles one's own, and says who reacted.

import type { Reaction } from "../../protocol/entries.ts";
import { t } from "../strings.ts";

interface Props {
  reactions: readonly Reaction[];
  nameOf(person: string): string;
  onToggle(emoji: string, on: boolean): void;
}

export function Reactions({ reactions, nameOf, onToggle }: Props) {
  return (
    <div class="reactions" role="group" aria-label={t.reactions}>
      {reactions.map(({ emoji, n, mine, some }) => {
        const who = t.reactedBy(emoji, some.map(nameOf), n);
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            aria-pressed={mine}
            aria-label={who}
            title={who}
            onClick={() => onToggle(emoji, !mine)}
          >
            <span class="reaction__emoji" aria-hidden="true">
              {emoji}
            </span>
            <span aria-hidden="true">{n}</span>
          </button>
        );
      })}
    </div>
  );
}
