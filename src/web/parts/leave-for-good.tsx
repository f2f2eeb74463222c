// Settings: leaving for good. One's own data is offered first, and what becomes of one's messages is asked.
// Whoever has an account shows once more who they are; nothing of it can be undone.

import { useEffect, useRef, useState } from "preact/hooks";
import type { AccountAnswer, LeavingBody, Proof } from "../../protocol/account.ts";
import type { Person } from "../../protocol/people.ts";
import { accountApi, leaveForGood, sentenceOf } from "../behavior/account.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { hasPasskeys, usePasskey } from "../behavior/passkeys.ts";
import { l } from "../strings-leave.ts";
import { Choices } from "./choices.tsx";
import { SecretForm } from "./secret-form.tsx";
import { Said } from "./settings-profile.tsx";

interface Props {
  you: Person;
  state: AccountAnswer;
}

export function LeaveForGood({ you, state }: Props) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) opener.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <section class="settings__part" aria-label={l.title}>
      <h3>{l.title}</h3>
      {isOpen ? (
        <Confirm you={you} state={state} stay={() => setOpen(false)} />
      ) : (
        <>
          <p>{l.lead}</p>
          <button
            type="button"
            class="button button--danger"
            ref={opener}
            onClick={() => setOpen(true)}
          >
            {l.begin}
          </button>
        </>
      )}
    </section>
  );
}

function Confirm({ you, state, stay }: Props & { stay: () => void }) {
  const [messages, setMessages] = useState<LeavingBody["messages"]>("keep");
  const [problem, setProblem] = useState<string>();
  const first = useRef<HTMLAnchorElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isGuest = !state.hasPassword && state.passkeys.length === 0;

  const leave = async (): Promise<string | undefined> => {
    const wrong = await leaveForGood(messages);
    if (wrong) return sentenceOf(wrong);
    closeDialog();
    return undefined;
  };
  const confirm = async (proof: Proof) => {
    const proved = await accountApi.prove(proof);
    return proved.ok ? leave() : sentenceOf(proved.failure);
  };
  const byPasskey = async () => {
    const signed = await usePasskey();
    setProblem(signed.ok ? await confirm({ passkey: signed.value }) : signed.failure);
  };

  return (
    <>
      <p>{l.warning(you.handle)}</p>
      <p class="settings__buttons">
        <a class="button" href="/api/me/export" download ref={first}>
          {l.download}
        </a>
      </p>
      <Choices legend={l.messages} names={l.choices} chosen={messages} choose={setMessages} />
      {!isGuest && (
        <SecretForm
          you={you}
          lead={l.prove}
          label={l.password}
          button={l.leave}
          orCode
          codeOnly={!state.hasPassword}
          submit={confirm}
        />
      )}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick={stay}>
          {l.stay}
        </button>
        {state.passkeys.length > 0 && hasPasskeys() && (
          <button type="button" class="button button--danger" onClick={() => void byPasskey()}>
            {l.byPasskey}
          </button>
        )}
        {isGuest && (
          <button
            type="button"
            class="button button--danger"
            onClick={() => void leave().then(setProblem)}
          >
            {l.leave}
          </button>
        )}
      </div>
      {problem && <Said good={false} text={problem} />}
    </>
  );
}
