// Oneself: who one is, the theme, the keys, and the way out.
// The browser's own popover closes on Esc and on a press beside it, and gives the focus back.

import { useRef } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { setTheme, theme, THEMES, type Theme } from "../behavior/theme.ts";
import { t } from "../strings.ts";
import { Avatar } from "./avatar.tsx";
import { NotificationSwitch } from "./notification-switch.tsx";

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const THEME_NAMES: Record<Theme, string> = {
  system: t.themeSystem,
  light: t.themeLight,
  dark: t.themeDark,
};

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
      >
        <Avatar name={you.name} size="m" />
        <span class="account__who">
          <span class="account__name" dir="auto">
            {you.name}
          </span>
          <span class="account__handle">@{you.handle}</span>
        </span>
      </button>
      <div id="account" popover="auto" class="menu" role="dialog" aria-label={t.account}>
        <div class="card">
          <Avatar name={you.name} size="l" />
          <div>
            <p class="card__name" dir="auto">
              {you.name}
            </p>
            <p class="card__handle">@{you.handle}</p>
          </div>
        </div>
        <fieldset class="themes">
          <legend>{t.theme}</legend>
          <div class="themes__choices">
            {THEMES.map((one) => (
              <label key={one} class="themes__choice">
                <input
                  type="radio"
                  name="theme"
                  value={one}
                  checked={theme.value === one}
                  onChange={() => setTheme(one)}
                />
                <span>{THEME_NAMES[one]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <NotificationSwitch />
        <details class="keys">
          <summary>{t.keyboard}</summary>
          <dl>
            {t.shortcuts.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  <kbd>{IS_MAC ? keys.replace("Ctrl", "⌘").replace("Alt", "⌥") : keys}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </details>
        <button
          type="button"
          class="button button--wide"
          popovertarget="account"
          popovertargetaction="hide"
          onClick={() => {
            // The focus returns to what had it, and this button is about to go.
            opener.current?.focus();
            openDialog({ name: "sign-out" });
          }}
        >
          {t.signOut}
        </button>
      </div>
    </div>
  );
}
