// Oneself: who one is, and the menu behind it.
// The browser's own popover closes on Esc and on a press beside it, and gives the focus back.

import { useRef } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { AccountMenu, loadAccountMenu } from "./lazy-account-menu.tsx";

export function Account({ you }: { you: Person }) {
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <div class="account">
      <button
        type="button"
        class="account__button"
        ref={opener}
        popovertarget="account"
        aria-label={t.accountOf(you.name, you.handle)}
        onClick={loadAccountMenu}
      >
        <Avatar name={you.name} picture={you.avatar} size="m" />
        <span class="account__who">
          <span class="account__name" dir="auto">
            {you.name}
          </span>
          <span class="account__handle">@{you.handle}</span>
        </span>
      </button>
      <div id="account" popover="auto" class="menu" role="dialog" aria-label={t.account}>
        <AccountMenu you={you} opener={opener} />
      </div>
    </div>
  );
}
