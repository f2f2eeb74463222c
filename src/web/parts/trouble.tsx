// What is the matter with the connection, and what one can do about it.
// The seconds are for the eyes only: they would be read out each second.

import { useEffect, useState } from "preact/hooks";
import type { OpenRoom } from "../behavior/open-room.ts";
import { c } from "../strings-connection.ts";

export function Trouble({ room }: { room: OpenRoom }) {
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
            {c.reconnecting} <Seconds until={state.retryAt} />
          </span>
          {again(c.now)}
          <span class="connection__hint">{c.offlineHint}</span>
        </p>
      );
    case "ended":
      return (
        <p class="connection__line connection__line--ended">
          <span>{state.message}</span>
          {again(c.reconnect)}
        </p>
      );
    case "polling":
      return <p class="connection__line">{c.polling}</p>;
    case "replaying":
      return <p class="connection__line">{c.catchingUp}</p>;
    default:
      return (
        <p class="connection__line">
          <span>{room.head.value > 0 ? `${c.reconnecting}…` : c.connecting}</span>
          {again(c.now)}
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
  return <span aria-hidden="true">{c.reconnectingIn(seconds)}</span>;
}
