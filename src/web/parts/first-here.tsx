// An empty room that everybody may come to: what to do next is to ask others in.

import { copyText } from "../behavior/clipboard.ts";
import { community } from "../behavior/community.ts";
import { k } from "../strings-kept.ts";
import { AnyIcon } from "./any-icon.tsx";

export function FirstHere({ link }: { link: string }) {
  return (
    <div class="empty">
      <h2>{k.firstHere}</h2>
      <p class="empty__link">{link}</p>
      <p>
        <button type="button" class="button" onClick={() => void copyText(link)}>
          <AnyIcon name="link" />
          {k.copyLink}
        </button>
      </p>
      <p class="hint">
        {community.value?.joining === "invited" ? k.firstHereInside : k.firstHereHint}
      </p>
    </div>
  );
}
