// The offer to own the community: a line above the room, never in the way of talking.
// It goes for good when it was taken, and from this browser when it was put off.

import { isPutOff, putOff } from "../behavior/community-form.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { focusComposer } from "../behavior/places.ts";
import { c } from "../strings-community.ts";

export function SetUpOffer() {
  if (isPutOff.value) return null;
  return (
    <aside class="offer" aria-label={c.setUpTitle}>
      <p class="offer__words">{c.offer}</p>
      <p class="offer__buttons">
        <button
          type="button"
          class="button button--main"
          onClick={() => openDialog({ name: "community" })}
        >
          {c.setUp}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            putOff();
            focusComposer();
          }}
        >
          {c.later}
        </button>
      </p>
    </aside>
  );
}
