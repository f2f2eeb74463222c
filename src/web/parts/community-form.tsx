// The settings of the community as a form: to become its owner, or to change them.
// Whoever may do neither reads the same.

import { useRef, useState } from "preact/hooks";
import type { Community, Joining } from "../../protocol/community.ts";
import type { RoomMakers } from "../../protocol/community-roles.ts";
import { isVisible } from "../../protocol/names.ts";
import { sentenceOf } from "../behavior/account.ts";
import { communityApi } from "../behavior/community-form.ts";
import { learned } from "../behavior/community.ts";
import { c } from "../strings-community.ts";
import { Choices } from "./choices.tsx";
import { Field } from "./field.tsx";

interface Props {
  now: Community;
  /** To become the owner, with the deployment's token or without; undefined changes what is there. */
  claim?: { needsToken: boolean };
  onDone: () => void;
  /** Another way out, beside the button that sends. */
  leave?: { name: string; onClick: () => void };
}

type Problem = { field: "name" | "token" | "form"; text: string };

export function CommunityForm({ now, claim, onDone, leave }: Props) {
  const [name, setName] = useState(now.name);
  const [joining, setJoining] = useState<Joining>(now.joining);
  const [makingRooms, setMakingRooms] = useState<RoomMakers>(now.makingRooms);
  const [token, setToken] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const fields = { name: useRef<HTMLInputElement>(null), token: useRef<HTMLInputElement>(null) };

  const refuse = (field: "name" | "token", text: string) => {
    setProblem({ field, text });
    fields[field].current?.focus();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (!isVisible(name)) return refuse("name", c.nameMissing);
    if (claim?.needsToken && token.trim() === "") return refuse("token", c.tokenMissing);
    setBusy(true);
    setProblem(undefined);
    const change = { name: name.trim(), joining, makingRooms };
    const answer = claim
      ? await communityApi.claim({ ...change, token: token.trim() })
      : await communityApi.change(change);
    setBusy(false);
    if (!answer.ok) return setProblem({ field: "form", text: sentenceOf(answer.failure) });
    learned(answer.value);
    onDone();
  };
  const problemOf = (field: Problem["field"]) =>
    problem?.field === field ? problem.text : undefined;

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label={c.name}
        value={name}
        onInput={setName}
        problem={problemOf("name")}
        inputRef={fields.name}
        maxLength={128}
        autocomplete="organization"
      />
      <Choices legend={c.whoJoins} names={c.joining} chosen={joining} choose={setJoining} />
      <Choices
        legend={c.whoMakesRooms}
        names={c.makingRooms}
        chosen={makingRooms}
        choose={setMakingRooms}
      />
      {claim?.needsToken && (
        <Field
          label={c.token}
          value={token}
          onInput={setToken}
          hint={c.tokenHint}
          problem={problemOf("token")}
          inputRef={fields.token}
          autocomplete="off"
          secret
          plain
        />
      )}
      {problemOf("form") && (
        <p class="problem" role="alert">
          {problemOf("form")}
        </p>
      )}
      <div class="dialog__buttons">
        {leave && (
          <button type="button" class="button" onClick={leave.onClick}>
            {leave.name}
          </button>
        )}
        <button type="submit" class="button button--main" aria-disabled={busy}>
          {busy ? c.becoming : claim ? c.become : c.save}
        </button>
      </div>
    </form>
  );
}
