// What is the matter with the connection, once it has lasted; what one can do about it.
// The seconds are for the eyes only: they would be read out each second.

import { useEffect, useState } from "preact/hooks";
import type { OpenRoom } from "../behavior/open-room.ts";
import { silenceOf } from "../behavior/silence.ts";
import { t } from "../strings.ts";

export function ConnectionLine({ room }: { room: OpenRoom }) {
  return (
    <div class="connection" role="status" aria-label={t.connection}>
      {room.troubled.value && silenceOf(room) !== "removed" && <Trouble room={room} />}
    </div>
  );
}

function Trouble({ room }: { room: OpenRoom }) {
  const state = room.connection.value;
  const again = (label: string) => (
    <button type="button" class="link" onClick={() => room.client.reconnect()}>
      {label}
    </button>
  );
  switch (state.name) {
    case "waiting":
      return (
        <p class="connection__line">
          <span>
            {t.reconnecting} <Seconds until={state.retryAt} />
          </span>
          {again(t.now)}
          <span class="connection__hint">{t.offlineHint}</span>
        </p>
      );
    case "ended":
      return (
        <p class="connection__line connection__line--ended">
          <span>{state.message}</span>
          {again(t.reconnect)}
        </p>
      );
    case "polling":
      return <p class="connection__line">{t.polling}</p>;
    case "replaying":
      return <p class="connection__line">{t.catchingUp}</p>;
    default:
      return (
        <p class="connection__line">
          <span>{room.head.value > 0 ? `${t.reconnecting}…` : t.connecting}</span>
          {again(t.now)}
        </p>
      );
  }
}

function Seconds({ until }: { until: number }) {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return <span aria-hidden="true">{t.reconnectingIn(seconds)}</span>;
}
