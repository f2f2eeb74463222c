// Administration: what somebody is in the community, and what one may change about that.
// What one may not do is absent; what is refused all the same says why.

import { useRef, useState } from "preact/hooks";
import type { Failure } from "../../protocol/codes.ts";
import type { Appointed } from "../../protocol/community.ts";
import type { CommunityMember } from "../../protocol/community-order.ts";
import { isAboveInCommunity, mayInCommunity } from "../../protocol/community-roles.ts";
import type { Result } from "../../lib/result.ts";
import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import { orderApi } from "../behavior/admin.ts";
import { communityApi } from "../behavior/community-form.ts";
import { communityRole } from "../behavior/community.ts";
import { useFormFocus } from "../behavior/form-focus.ts";
import { myId } from "../behavior/session.ts";
import { ad, sayBan } from "../strings-admin.ts";
import { o } from "../strings-order.ts";
import { t } from "../strings.ts";
import { Field } from "./field.tsx";
import { Terms } from "./terms.tsx";

interface Props {
  member: CommunityMember;
  changed: () => Promise<void>;
}

const APPOINTED: readonly Appointed[] = ["member", "moderator", "owner"];

export function AdminPerson({ member, changed }: Props) {
  const { person, role, ban } = member;
  const [banning, setBanning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const section = useRef<HTMLElement>(null);
  useFormFocus(section, banning);
  const mine = communityRole.value;
  const isMine = person.id === myId.value;

  const give = async (asked: Promise<Result<unknown, Failure>>) => {
    const answer = await asked;
    setProblem(answer.ok ? undefined : answer.failure.message);
    if (!answer.ok) return;
    await changed();
    setBanning(false);
  };
  return (
    <section class="order" aria-label={person.name} ref={section}>
      <p>
        <strong dir="auto">{person.name}</strong> @{person.handle}
      </p>
      <p class="hint">{ban ? sayBan(ban) : ad.roles[role]}</p>
      {banning ? (
        <BanForm
          name={person.name}
          give={(terms) => void give(orderApi.ban(person.id, terms))}
          leave={() => setBanning(false)}
        />
      ) : (
        <div class="order__buttons">
          {mayInCommunity(mine, "appoint") &&
            !ban &&
            APPOINTED.filter((each) => (role === "guest" ? "member" : role) !== each).map(
              (each) => (
                <button
                  key={each}
                  type="button"
                  class="button"
                  onClick={() => void give(communityApi.appoint(person.id, each))}
                >
                  {ad.appoint[each]}
                </button>
              ),
            )}
          {ban && (
            <button
              type="button"
              class="button"
              onClick={() => void give(orderApi.liftBan(person.id))}
            >
              {ad.lift}
            </button>
          )}
          {!ban && !isMine && isAboveInCommunity(mine, role) && (
            <button type="button" class="button button--danger" onClick={() => setBanning(true)}>
              {ad.ban}
            </button>
          )}
        </div>
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

interface FormProps {
  name: string;
  give: (terms: { forMs?: number; reason?: string; address?: boolean }) => void;
  leave: () => void;
}

function BanForm({ name, give, leave }: FormProps) {
  const [forMs, setForMs] = useState<number | undefined>(o.terms[2]?.[1]);
  const [reason, setReason] = useState("");
  const [address, setAddress] = useState(false);
  const submit = (event: Event) => {
    event.preventDefault();
    give({
      ...(forMs !== undefined && { forMs }),
      ...(reason.trim() && { reason }),
      ...(address && { address }),
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <p>{ad.banHint(name)}</p>
      <Terms chosen={forMs} choose={setForMs} />
      <label class="choices__choice">
        <input
          type="checkbox"
          checked={address}
          onChange={(event) => setAddress(event.currentTarget.checked)}
        />
        <span>{ad.address}</span>
      </label>
      <Field
        label={o.reason}
        value={reason}
        onInput={setReason}
        hint={ad.reasonHint}
        maxLength={SHARED_LIMITS.reasonLength}
        autocomplete="off"
      />
      <div class="dialog__buttons">
        <button type="button" class="button" onClick={leave}>
          {t.cancel}
        </button>
        <button type="submit" class="button button--danger">
          {ad.ban}
        </button>
      </div>
    </form>
  );
}
