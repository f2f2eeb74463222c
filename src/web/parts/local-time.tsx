// What time it is where somebody is, where they say so: asked for when one looks, and kept up with the clock.

import { useEffect, useState } from "preact/hooks";
import { accountApi } from "../behavior/account.ts";
import { d } from "../strings-dialogs.ts";

const MINUTE = 60_000;

export function LocalTime({ person }: { person: string }) {
  const [zone, setZone] = useState<string>();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    void accountApi
      .person(person)
      .then((answer) => setZone(answer.ok ? answer.value.zone : undefined));
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 4);
    return () => clearInterval(timer);
  }, [person]);
  if (zone === undefined) return null;
  const options = { timeZone: zone, weekday: "short", hour: "numeric", minute: "2-digit" } as const;
  const time = Intl.DateTimeFormat(undefined, options).format(now);
  return <p class="hint">{d.localTime(time, zone.replaceAll("_", " "))}</p>;
}
