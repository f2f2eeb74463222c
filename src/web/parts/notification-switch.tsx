// Notifications of this browser: turned on by a click, and why not where they cannot be.

import { askPermission, permission, setSound, sound } from "../behavior/notifications.ts";
import { d } from "../strings-dialogs.ts";

export function NotificationSwitch() {
  const now = permission.value;
  return (
    <fieldset class="choices">
      <legend>{d.notifications}</legend>
      {now === "default" && (
        <button type="button" class="button button--wide" onClick={() => void askPermission()}>
          {d.notificationsOn}
        </button>
      )}
      {now === "granted" && (
        <label class="choices__choice">
          <input
            type="checkbox"
            checked={sound.value}
            onChange={(event) => setSound(event.currentTarget.checked)}
          />
          <span>{d.notificationSound}</span>
        </label>
      )}
      {now !== "default" && <p class="hint">{d.notificationStates[now]}</p>}
    </fieldset>
  );
}
