// Notifications of this browser: turned on by a click, and why not where they cannot be.

import { askPermission, permission, setSound, sound } from "../behavior/notifications.ts";
import { t } from "../strings.ts";

export function NotificationSwitch() {
  const now = permission.value;
  return (
    <fieldset class="choices">
      <legend>{t.notifications}</legend>
      {now === "default" && (
        <button type="button" class="button button--wide" onClick={() => void askPermission()}>
          {t.notificationsOn}
        </button>
      )}
      {now === "granted" && (
        <label class="choices__choice">
          <input
            type="checkbox"
            checked={sound.value}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          <span>{t.notificationSound}</span>
        </label>
      )}
      {now !== "default" && <p class="hint">{t.notificationStates[now]}</p>}
    </fieldset>
  );
}
