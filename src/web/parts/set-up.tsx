// The first run of whoever came first: the community becomes theirs, and then their handle.
// Both can wait: nothing here stands between them and the room.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { putOff } from "../behavior/community-form.ts";
import { community, communityName, setUp } from "../behavior/community.ts";
import { closeDialog, openDialog } from "../behavior/dialogs.ts";
import { guest } from "../behavior/session.ts";
import { c } from "../strings-community.ts";
import { CommunityForm } from "./community-form.tsx";
import { Dialog } from "./dialog.tsx";

export function SetUpDialog({ you }: { you: Person }) {
  const [isDone, setDone] = useState(false);
  const now = community.value;
  const later = () => {
    putOff();
    closeDialog();
  };
  return (
    <Dialog title={isDone ? c.yours(communityName.value) : c.setUpTitle}>
      {isDone || !now ? (
        <Yours you={you} />
      ) : (
        <>
          <p class="hint">{c.laterHint}</p>
          <CommunityForm
            now={now}
            claim={{ needsToken: setUp.peek() === "token" }}
            onDone={() => setDone(true)}
            leave={{ name: c.later, onClick: later }}
          />
        </>
      )}
    </Dialog>
  );
}

/** A guest can lose what they own: that is said once, with the way out of it. */
function Yours({ you }: { you: Person }) {
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <div role="status" class="yours">
      <p>{c.yoursLead}</p>
      {guest.value && <p>{c.yoursAsGuest(you.handle)}</p>}
      <div class="dialog__buttons">
        <button
          type="button"
          class={`button${guest.value ? "" : " button--main"}`}
          ref={guest.value ? null : next}
          onClick={closeDialog}
        >
          {guest.value ? c.later : c.done}
        </button>
        {guest.value && (
          <button
            type="button"
            class="button button--main"
            ref={next}
            onClick={() => openDialog({ name: "settings" })}
          >
            {c.toAccount}
          </button>
        )}
      </div>
    </div>
  );
}
