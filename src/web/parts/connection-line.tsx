// Where the connection's trouble is told once it has lasted; the words come after the first load, before they may be needed.

import { useEffect } from "preact/hooks";
import type { OpenRoom } from "../behavior/open-room.ts";
import { silenceOf } from "../behavior/silence.ts";
import { t } from "../strings.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part: Trouble } = lazyPart<{ room: OpenRoom }>(
  async () => (await import("./trouble.tsx")).Trouble,
);

export function ConnectionLine({ room }: { room: OpenRoom }) {
  const isShown = room.troubled.value && silenceOf(room) !== "removed";
  useEffect(load, [isShown]);
  return (
    <div class="connection" role="status" aria-label={t.connection}>
      {isShown && <Trouble room={room} />}
    </div>
  );
}
