// A day of messages under its name, which stays in view; pressing it leads to another day.
// The name follows midnight.

import type { ComponentChildren } from "preact";
import { openDialog } from "../behavior/dialogs.ts";
import { dayName, today } from "../behavior/time.ts";
import { t } from "../strings.ts";

export function Day({ ts, children }: { ts: number; children: ComponentChildren }) {
  const name = today.value > 0 ? dayName(ts) : "";
  return (
    <div class="day">
      <div class="day__line">
        <button
          type="button"
          class="day__name"
          aria-label={t.jumpToDateOf(name)}
          onClick={() => openDialog({ name: "jump-to-date", ts })}
        >
          {name}
        </button>
      </div>
      {children}
    </div>
  );
}
