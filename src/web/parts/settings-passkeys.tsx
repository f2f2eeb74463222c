// The passkeys among what one signs in with: listed, added, renamed, removed.

import { useEffect, useRef, useState } from "preact/hooks";
import type { PasskeyListed } from "../../protocol/account.ts";
import { accountApi, sentenceOf } from "../behavior/account.ts";
import { addPasskey, hasPasskeys } from "../behavior/passkeys.ts";
import { a } from "../strings-account.ts";
import { Field } from "./field.tsx";
import { Said } from "./settings-profile.tsx";

interface Props {
  passkeys: readonly PasskeyListed[];
  onAdded: () => void;
  onRemoved: () => void;
}

export function Passkeys({ passkeys, onAdded, onRemoved }: Props) {
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [renaming, setRenaming] = useState<string>();

  const add = async () => {
    if (busy) return;
    setBusy(true);
    const wrong = await addPasskey();
    setBusy(false);
    setProblem(wrong);
    if (wrong === undefined) onAdded();
  };
  const rename = async (id: string, name: string | undefined) => {
    const answer = name === undefined ? undefined : await accountApi.renamePasskey(id, name);
    setProblem(answer?.ok === false ? sentenceOf(answer.failure) : undefined);
    if (answer?.ok === false) return;
    setRenaming(undefined);
    onRemoved();
  };
  const remove = async (id: string) => {
    const answer = await accountApi.removePasskey(id);
    setProblem(answer.ok ? undefined : sentenceOf(answer.failure));
    if (answer.ok) onRemoved();
  };

  return (
    <section class="settings__part">
      <h3>{a.passkeys}</h3>
      <p class="hint">{hasPasskeys() ? a.passkeysLead : a.passkeysAbsent}</p>
      {passkeys.length > 0 && (
        <ul class="devices" aria-label={a.passkeys}>
          {passkeys.map(({ id, name, usedTs }) => (
            <li key={id} class="devices__one">
              {renaming === id ? (
                <Rename name={name} onDone={(to) => void rename(id, to)} />
              ) : (
                <>
                  <div>
                    <p class="devices__name" dir="auto">
                      {name || a.unknownDevice}
                    </p>
                    <p class="hint">{a.lastUsed(usedTs)}</p>
                  </div>
                  <button
                    type="button"
                    class="button"
                    aria-label={a.renamePasskey(name || a.unknownDevice)}
                    onClick={() => setRenaming(id)}
                  >
                    {a.rename}
                  </button>
                </>
              )}
              <button
                type="button"
                class="button"
                aria-label={a.removePasskey(name || a.unknownDevice)}
                onClick={() => void remove(id)}
              >
                {a.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys() && (
        <button type="button" class="button" aria-disabled={busy} onClick={() => void add()}>
          {a.addPasskey}
        </button>
      )}
      {problem && <Said good={false} text={problem} />}
    </section>
  );
}

/** `onDone` without a name: it stays as it is. */
function Rename({ name, onDone }: { name: string; onDone: (name: string | undefined) => void }) {
  const [now, setNow] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onDone(now.trim() === "" || now.trim() === name ? undefined : now.trim());
      }}
    >
      <Field label={a.passkeyName} value={now} onInput={setNow} inputRef={field} maxLength={64} />
      <button type="submit" class="button">
        {a.save}
      </button>
    </form>
  );
}
