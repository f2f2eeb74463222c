// Settings: where one is signed in, and the way to end it.

import { useEffect, useState } from "preact/hooks";
import type { SessionListed } from "../../protocol/account.ts";
import { accountApi } from "../behavior/account.ts";
import { a } from "../strings-account.ts";
import { t } from "../strings.ts";
import { Said } from "./settings-profile.tsx";

export function DeviceSettings() {
  const [sessions, setSessions] = useState<SessionListed[]>();
  const [said, setSaid] = useState<{ good: boolean; text: string }>();

  const refresh = async () => {
    const answer = await accountApi.sessions();
    if (answer.ok) setSessions(answer.value);
    else setSaid({ good: false, text: t.networkFailed });
  };
  useEffect(() => void refresh(), []);

  const end = async (ask: () => Promise<{ ok: boolean }>) => {
    const { ok } = await ask();
    setSaid({ good: ok, text: ok ? a.signedOut : t.networkFailed });
    await refresh();
  };

  const others = sessions?.filter(({ current }) => !current) ?? [];
  return (
    <>
      <p>{a.devicesLead}</p>
      {sessions === undefined && !said && <p class="hint">{a.loading}</p>}
      <ul class="devices" aria-label={a.devices}>
        {sessions?.map(({ id, device, usedTs, current }) => (
          <li key={id} class="devices__one">
            <div>
              <p class="devices__name">{device || a.unknownDevice}</p>
              <p class="hint">{current ? a.thisDevice : a.lastUsed(usedTs)}</p>
            </div>
            {!current && (
              <button
                type="button"
                class="button"
                aria-label={a.signOutDevice(device || a.unknownDevice)}
                onClick={() => void end(() => accountApi.endSession(id))}
              >
                {a.signOutOne}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Said {...said} />
      {others.length > 0 && (
        <button
          type="button"
          class="button button--danger"
          onClick={() => void end(() => accountApi.endOtherSessions())}
        >
          {a.signOutOthers}
        </button>
      )}
    </>
  );
}
