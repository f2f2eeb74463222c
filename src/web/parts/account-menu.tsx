// What one can do about oneself: the theme, the notifications, the keys, the settings, and the way out.

import type { RefObject } from "preact";
import type { Person } from "../../protocol/people.ts";
import { mayInCommunity } from "../../protocol/community-roles.ts";
import { communityRole } from "../behavior/community.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { a } from "../strings-account.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { CardHead } from "./card-head.tsx";
import { NotificationSwitch } from "./notification-switch.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Themes } from "./themes.tsx";

interface Props {
  you: Person;
  /** What opened the menu. */
  opener: RefObject<HTMLButtonElement | null>;
}

const DIALOGS = ["settings", "sign-out"] as const;
const WITH_ADMIN = ["admin", ...DIALOGS] as const;
const NAMES = { admin: d.admin, settings: a.settings, "sign-out": t.signOut };

export function AccountMenu({ you, opener }: Props) {
  const keepsOrder = mayInCommunity(communityRole.value, "ban");
  return (
    <>
      <CardHead {...you} />
      <Themes />
      <NotificationSwitch />
      <details class="keys">
        <summary>{d.keyboard}</summary>
        <Shortcuts />
      </details>
      <div class="menu__buttons">
        {(keepsOrder ? WITH_ADMIN : DIALOGS).map((name) => (
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
            {NAMES[name]}
          </button>
        ))}
      </div>
    </>
  );
}
