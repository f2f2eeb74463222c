// Settings: this browser's notifications, and what of each room may notify.

import { useEffect, useState } from "preact/hooks";
import type { NotificationLevel } from "../../protocol/http.ts";
import { changeLevel, myRooms, refreshMine } from "../behavior/me.ts";
import { roomList } from "../behavior/rooms.ts";
import { a } from "../strings-account.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { NotificationSwitch } from "./notification-switch.tsx";
import { Said } from "./settings-profile.tsx";

const LEVELS: readonly NotificationLevel[] = ["all", "mentions", "nothing"];

export function NotificationSettings() {
  const [failed, setFailed] = useState(false);
  useEffect(() => void refreshMine(), []);
  const rooms = myRooms();
  const titles = new Map(roomList.value.map(({ name, title }) => [name, title]));
  const change = async (room: string, level: NotificationLevel) =>
    setFailed(!(await changeLevel(room, level)));
  return (
    <>
      <NotificationSwitch />
      <section class="settings__part">
        <h3>{a.perRoom}</h3>
        <p class="hint">{rooms.length === 0 ? a.noRooms : a.perRoomLead}</p>
        {rooms.map(({ name, level }) => (
          <label key={name} class="levels">
            <span class="levels__room" dir="auto">
              {titles.get(name) ?? name}
            </span>
            <select
              class="input levels__choice"
              value={level}
              onChange={(event) =>
                void change(name, event.currentTarget.value as NotificationLevel)
              }
            >
              {LEVELS.map((one) => (
                <option key={one} value={one}>
                  {d.levels[one]}
                </option>
              ))}
            </select>
          </label>
        ))}
      </section>
      {failed && <Said good={false} text={t.networkFailed} />}
    </>
  );
}
