// When a connection's trouble is worth a line: after 2 s of not being live, never for a blink.
// The time counts from the loss, whatever states follow each other meanwhile.

import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { ConnectionState } from "../../client/state.ts";

const QUIET_MS = 2_000;

export function quietFor(
  connection: ReadonlySignal<ConnectionState>,
  ms: number = QUIET_MS,
): { signal: ReadonlySignal<boolean>; stop: () => void } {
  const troubled = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const { name } = connection.value;
    if (name === "live" || name === "closed") {
      clearTimeout(timer);
      timer = undefined;
      troubled.value = false;
    } else if (name === "ended") {
      troubled.value = true;
    } else {
      timer ??= setTimeout(() => (troubled.value = true), ms);
    }
  });
  return {
    signal: troubled,
    stop() {
      stop();
      clearTimeout(timer);
    },
  };
}
