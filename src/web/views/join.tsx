// The first minute: a name, and one is in; where only who was invited joins, by a link or not at all.
// The handle follows the name until one writes a handle oneself.

import { useEffect, useRef, useState } from "preact/hooks";
import { handleOf } from "../../protocol/made-names.ts";
import { isHandle, isVisible } from "../../protocol/names.ts";
import { invitationBy, inviteHere, join, joinId, type Invited } from "../behavior/join.ts";
import { communityApi } from "../behavior/community-form.ts";
import { community, communityName, learned } from "../behavior/community.ts";
import { places } from "../behavior/places.ts";
import { route } from "../behavior/router.ts";
import { Field } from "../parts/field.tsx";
import { hasSignIn, loadSignIn, SignIn } from "../parts/lazy-sign-in.tsx";
import { Logo } from "../parts/logo.tsx";
import { j } from "../strings-join.ts";

/** For names that leave nothing of a handle, as those in other scripts do. */
const guestHandle = () => `guest-${Math.random().toString(36).slice(2, 6).padEnd(4, "0")}`;

export function Join({ ended }: { ended: boolean }) {
  const [name, setName] = useState("");
  const [own, setOwn] = useState<string>();
  const [guest] = useState(guestHandle);
  const [problem, setProblem] = useState<{ field: "name" | "handle" | "form"; message: string }>();
  const [wantsIn, setWantsIn] = useState(false);
  const [busy, setBusy] = useState(false);
  const attempt = useRef<{ what: string; id: string }>(undefined);
  const nameField = useRef<HTMLInputElement>(null);
  const handleField = useRef<HTMLInputElement>(null);
  const [invitation, setInvitation] = useState<Invited | "none">();
  const here = route.value;
  const invite = here.name === "nowhere" ? inviteHere(here.address) : undefined;
  const token = invite?.token;
  useEffect(() => {
    nameField.current?.focus();
    void communityApi.community().then((answer) => answer.ok && learned(answer.value));
  }, []);
  useEffect(() => {
    setInvitation(undefined);
    if (invite) void invitationBy(invite).then(setInvitation);
  }, [invite?.address]);

  const handle = own ?? (isVisible(name) ? (handleOf(name) ?? guest) : "");
  const room = here.name === "room" ? here.room : undefined;

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const trimmed = name.trim();
    if (!isVisible(trimmed) || [...trimmed].length > 64) {
      setProblem({ field: "name", message: j.nameMissing });
      nameField.current?.focus();
      return;
    }
    if (!isHandle(handle)) {
      setProblem({ field: "handle", message: j.handleWrong });
      handleField.current?.focus();
      return;
    }
    // The same words again are the same request: a lost answer costs nothing.
    const what = `${handle} ${trimmed} ${token}`;
    if (attempt.current?.what !== what) attempt.current = { what, id: joinId() };
    setBusy(true);
    places.joined = true;
    const failure = await join(trimmed, handle, attempt.current.id, token);
    setBusy(false);
    if (!failure) return;
    setProblem({ field: failure.suggestion ? "handle" : "form", message: failure.message });
    if (failure.suggestion === undefined) return;
    setOwn(failure.suggestion);
    handleField.current?.focus();
  };

  const signIn = () => {
    loadSignIn();
    setWantsIn(true);
  };
  if (wantsIn && hasSignIn()) return <SignIn onGuest={() => setWantsIn(false)} />;
  const isVoid = invitation === "none";
  if (community.value?.joining === "invited" && (token === undefined || isVoid))
    return (
      <ByInvitation
        why={ended ? j.signInAgain : token ? j.inviteVoid : invite ? j.roomOnly : j.inviteMissing}
        signIn={signIn}
      />
    );
  const invited = isVoid ? undefined : invitation;
  const problemOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  return (
    <main class="cover">
      <form class="cover__card" noValidate onSubmit={(event) => void submit(event)}>
        <Logo />
        <h1 dir="auto">{invited?.to ?? j.welcome}</h1>
        {invited && (
          <p class="cover__by" dir="auto">
            {invited.by}
          </p>
        )}
        <p class="cover__lead">
          {ended ? j.signedOutElsewhere : room ? j.joinRoom(room) : j.askName}
          {isVoid && ` ${j.inviteIdle}`}
        </p>
        <Field
          label={j.yourName}
          value={name}
          onInput={setName}
          problem={problemOf("name")}
          inputRef={nameField}
          autocomplete="name"
          maxLength={128}
        />
        <Field
          label={j.handle}
          value={handle}
          onInput={(value) => setOwn(value === "" ? undefined : value.trim().toLowerCase())}
          hint={j.handleHint}
          problem={problemOf("handle")}
          inputRef={handleField}
          prefix="@"
          autocomplete="off"
          maxLength={32}
          plain
        />
        {problemOf("form") && (
          <p class="problem" role="alert">
            {problemOf("form")}
          </p>
        )}
        <button type="submit" class="button button--main button--wide" aria-disabled={busy}>
          {busy ? j.joining : j.join}
        </button>
        <p class="cover__ways">
          <button type="button" class="link" onClick={signIn}>
            {j.haveAccount}
          </button>
        </p>
      </form>
    </main>
  );
}

/** Nobody joins without an invite: there is nothing to fill in. */
function ByInvitation({ why, signIn }: { why: string; signIn: () => void }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <main class="cover">
      <div class="cover__card">
        <Logo />
        <h1 ref={title} tabIndex={-1}>
          {j.byInvitation}
        </h1>
        <p class="cover__lead" dir="auto">
          {j.byInvitationLead(communityName.value)}
        </p>
        <p class="cover__why">{why}</p>
        <button type="button" class="button button--main button--wide" onClick={signIn}>
          {j.haveAccount}
        </button>
      </div>
    </main>
  );
}
