// What one can do about oneself: the theme, the notifications, the keys, the settings, and the way out.

import type { RefObject } from "preact";
import type { Person } from "../../protocol/people.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { a } from "../strings-account.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { NotificationSwitch } from "./notification-switch.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Themes } from "./themes.tsx";

interface Props {
  you: Person;
  /** What opened the menu. */
  opener: RefObject<HTMLButtonElement | null>;
}

export function AccountMenu({ you, opener }: Props) {
  return (
    <>
      <div class="card">
        <Avatar name={you.name} size="l" />
        <div>
          <p class="card__name" dir="auto">
            {you.name}
          </p>
          <p class="card__handle">@{you.handle}</p>
        </div>
      </div>
      <Themes />
      <NotificationSwitch />
      <details class="keys">
        <summary>{d.keyboard}</summary>
        <Shortcuts />
      </details>
      <div class="menu__buttons">
        {(["settings", "sign-out"] as const).map((name) => (
          <button
            key={name}
            type="button"
            class="button button--wide"
            popovertarget="account"
            popovertargetaction="hide"
            onClick={() => {
              // The focus returns to what had it, and this button is about to go.
              opener.current?.focus();
              openDialog({ name });
            }}
          >
            {name === "settings" ? a.settings : t.signOut}
          </button>
        ))}
      </div>
    </>
  );
}
