// What somebody is in this room, and what one may order about them.
// What one may not do is absent; what is refused all the same says why.

import { useEffect, useRef, useState } from "preact/hooks";
import type { NewOrder } from "../../client/order.ts";
import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import type { MemberAnswer } from "../../protocol/http.ts";
import { isAbove, may } from "../../protocol/roles.ts";
import { useFormFocus } from "../behavior/form-focus.ts";
import { memberOf, order } from "../behavior/moderate.ts";
import type { OpenRoom } from "../behavior/open-room.ts";
import { o, whenOf } from "../strings-order.ts";
import { t } from "../strings.ts";
import { Field } from "./field.tsx";
import { Terms } from "./terms.tsx";

interface Props {
  room: OpenRoom;
  id: string;
  name: string;
}

/** What the form is about, where one is open. */
type Open = "mute" | "remove" | undefined;

export function PersonOrder({ room, id, name }: Props) {
  const [member, setMember] = useState<MemberAnswer>();
  const [open, setOpen] = useState<Open>();
  const [problem, setProblem] = useState<string>();

  const look = async () => {
    const answer = await memberOf(room, id);
    if (answer.ok) setMember(answer.value);
  };
  useEffect(() => void look(), [room, id]);
  const section = useRef<HTMLElement>(null);
  useFormFocus(section, open !== undefined);
  if (!member) return null;

  const give = async (what: NewOrder) => {
    const refusal = await order(room, what);
    setProblem(refusal);
    if (refusal !== undefined) return;
    await look();
    setOpen(undefined);
  };
  return (
    <section class="order" aria-label={o.inThisRoom(name)} ref={section}>
      <p class="hint">{standingOf(room, member)}</p>
      {open ? (
        <OrderForm
          what={open}
          name={name}
          isForGood={open === "remove" && room.info.value?.kind !== undefined}
          give={(terms) => void give({ type: open, person: id, on: true, ...terms })}
          leave={() => setOpen(undefined)}
        />
      ) : (
        <Orders room={room} member={member} give={(what) => void give(what)} open={setOpen} />
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

function standingOf(room: OpenRoom, { role, muted, removed }: MemberAnswer): string {
  if (removed) {
    const by = room.people.value.get(removed.by)?.name ?? t.someone;
    return o.removedNow(by, removed.until === undefined ? undefined : whenOf(removed.until));
  }
  if (!muted) return o.roles[role];
  return o.mutedNow(muted.until === undefined ? undefined : whenOf(muted.until));
}

interface OrdersProps {
  room: OpenRoom;
  member: MemberAnswer;
  give: (what: NewOrder) => void;
  open: (what: Open) => void;
}

function Orders({ room, member, give, open }: OrdersProps) {
  const mine = room.role.value;
  const { person: who, role, muted, removed } = member;
  const person = who.id;
  const button = (name: string, onClick: () => void, danger = false) => (
    <button type="button" class={`button${danger ? " button--danger" : ""}`} onClick={onClick}>
      {name}
    </button>
  );
  if (removed) {
    if (!may(mine, "remove")) return null;
    return (
      <div class="order__buttons">
        {button(o.letBack, () => give({ type: "remove", person, on: false }))}
      </div>
    );
  }
  const isMine = person === room.you.value?.id;
  const appoints = may(mine, "role") && !isMine;
  const isBelow = isAbove(mine, role);
  if (!appoints && !(isBelow && may(mine, "mute"))) return null;
  return (
    <div class="order__buttons">
      {appoints &&
        role !== "moderator" &&
        button(o.makeModerator, () => give({ type: "role", person, role: "moderator" }))}
      {appoints &&
        role !== "member" &&
        button(o.makeMember, () => give({ type: "role", person, role: "member" }))}
      {isBelow && muted && button(o.unmute, () => give({ type: "mute", person, on: false }))}
      {isBelow && !muted && button(o.mute, () => open("mute"))}
      {appoints &&
        role !== "owner" &&
        button(o.makeOwner, () => give({ type: "role", person, role: "owner" }))}
      {isBelow && button(o.remove, () => open("remove"), true)}
    </div>
  );
}

interface FormProps {
  what: "mute" | "remove";
  name: string;
  /** Nothing but being brought in leads back. */
  isForGood: boolean;
  give: (terms: { forMs?: number; reason?: string }) => void;
  leave: () => void;
}

function OrderForm({ what, name, isForGood, give, leave }: FormProps) {
  const [forMs, setForMs] = useState<number | undefined>(isForGood ? undefined : o.terms[1]?.[1]);
  const [reason, setReason] = useState("");
  const [isBan, setIsBan] = useState(false);
  const isOnce = what === "remove" && !isBan && !isForGood;
  const submit = (event: Event) => {
    event.preventDefault();
    const terms = isOnce ? { forMs: 0 } : forMs !== undefined && { forMs };
    give({ ...terms, ...(reason.trim() && { reason }) });
  };
  return (
    <form noValidate onSubmit={submit}>
      {what === "remove" && !isForGood && (
        <>
          {isBan && <p>{o.removeHint(name)}</p>}
          <fieldset class="choices">
            <legend>{o.removeHow}</legend>
            {[o.once, o.ban].map((label, i) => (
              <label key={label} class="choices__choice">
                <input
                  type="radio"
                  name="how"
                  checked={isBan === (i === 1)}
                  onChange={() => setIsBan(i === 1)}
                />
                <span>{label}</span>
              </label>
            ))}
          </fieldset>
        </>
      )}
      {!isOnce && !isForGood && <Terms chosen={forMs} choose={setForMs} />}
      {what === "remove" && (
        <Field
          label={o.reason}
          value={reason}
          onInput={setReason}
          hint={o.reasonHint}
          maxLength={SHARED_LIMITS.reasonLength}
          autocomplete="off"
        />
      )}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick={leave}>
          {t.cancel}
        </button>
        <button type="submit" class="button button--danger">
          {what === "mute" ? o.mute : isOnce || isForGood ? o.removeNow : o.banNow}
        </button>
      </div>
    </form>
  );
}
