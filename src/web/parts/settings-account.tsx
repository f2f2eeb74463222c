// Settings: what one signs in with.
// A guest is offered a password; whoever has one confirms it before changing anything.

import { useEffect, useState } from "preact/hooks";
import type { AccountAnswer, Proof } from "../../protocol/account.ts";
import type { Person } from "../../protocol/people.ts";
import { accountApi, sentenceOf } from "../behavior/account.ts";
import { hasPasskeys, usePasskey } from "../behavior/passkeys.ts";
import { guest } from "../behavior/session.ts";
import { a } from "../strings-account.ts";
import { t } from "../strings.ts";
import { LeaveForGood } from "./leave-for-good.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { SecretForm } from "./secret-form.tsx";
import { Passkeys } from "./settings-passkeys.tsx";
import { Said } from "./settings-profile.tsx";

export function AccountSettings({ you }: { you: Person }) {
  const [state, setState] = useState<AccountAnswer | "failed">();
  const [codes, setCodes] = useState<string[]>();
  const [said, setSaid] = useState<{ good: boolean; text: string }>();

  const refresh = async () => {
    const answer = await accountApi.account();
    setState(answer.ok ? answer.value : "failed");
  };
  useEffect(() => void refresh(), []);

  const makeCodes = async () => {
    const made = await accountApi.newCodes();
    if (made.ok) setCodes(made.value);
    else setSaid({ good: false, text: sentenceOf(made.failure) });
    await refresh();
  };

  if (state === undefined) return <p class="hint">{a.loading}</p>;
  if (state === "failed") return <Said good={false} text={t.networkFailed} />;
  if (codes) return <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />;
  const prove = async (proof: Proof) => {
    const answer = await accountApi.prove(proof);
    if (!answer.ok) return sentenceOf(answer.failure);
    await refresh();
    return undefined;
  };
  const proveByPasskey = async () => {
    const signed = await usePasskey();
    const wrong = signed.ok ? await prove({ passkey: signed.value }) : signed.failure;
    setSaid(wrong === undefined ? undefined : { good: false, text: wrong });
  };
  if (!state.proved)
    return (
      <>
        <SecretForm
          key="prove"
          you={you}
          lead={a.proveLead}
          label={a.password}
          button={a.prove}
          orCode
          codeOnly={!state.hasPassword}
          submit={prove}
        />
        {state.passkeys.length > 0 && hasPasskeys() && (
          <p class="settings__buttons">
            <button type="button" class="button" onClick={() => void proveByPasskey()}>
              {a.withPasskey}
            </button>
          </p>
        )}
        <Said {...said} />
      </>
    );
  const { hasPassword, passkeys } = state;
  const isGuest = !hasPassword && passkeys.length === 0;
  const hasCome = async () => {
    guest.value = false;
    if (isGuest) await makeCodes();
    else await refresh();
  };
  return (
    <>
      <SecretForm
        key={hasPassword ? "change" : "first"}
        you={you}
        lead={leadFor(you.handle, hasPassword, isGuest)}
        label={a.newPassword}
        hint={a.passwordHint}
        button={hasPassword ? a.changePassword : a.setPassword}
        submit={async (proof) => {
          if (!("password" in proof)) return undefined;
          const answer = await accountApi.setPassword(proof.password);
          if (!answer.ok) return sentenceOf(answer.failure);
          if (hasPassword) setSaid({ good: true, text: a.changed });
          await hasCome();
          return undefined;
        }}
      />
      <Said {...said} />
      <Passkeys
        passkeys={passkeys}
        onAdded={() => void hasCome()}
        onRemoved={() => void refresh()}
      />
      {!isGuest && (
        <section class="settings__part">
          <h3>{a.codes}</h3>
          <p>{a.codesLeft(state.codes)}</p>
          <button type="button" class="button" onClick={() => void makeCodes()}>
            {a.makeCodes}
          </button>
        </section>
      )}
      <section class="settings__part">
        <h3>{a.ownData}</h3>
        <p>{a.ownDataLead}</p>
        <a class="button" href="/api/me/export" download>
          {a.download}
        </a>
      </section>
      <LeaveForGood you={you} state={state} />
    </>
  );
}

function leadFor(handle: string, hasPassword: boolean, isGuest: boolean): string {
  if (isGuest) return a.guestLead(handle);
  return hasPassword ? a.ownLead(handle) : a.passkeyLead(handle);
}
