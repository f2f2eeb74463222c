// The mark of the community, or of the product, and its name.
// Decoration: the page's title says the same.

import { picturePath } from "../../protocol/files.ts";
import { community, communityName } from "../behavior/community.ts";

export function Logo() {
  const icon = community.value?.icon;
  return (
    <span class="logo">
      {icon ? (
        <img class="logo__mark" src={picturePath(icon)} alt="" />
      ) : (
        <svg class="logo__mark" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H13l-7 6v-6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4Z" />
          <path class="logo__words" d="M9 10.500h9M9 16.500h14" />
        </svg>
      )}
      <span class="logo__name" dir="auto">
        {communityName.value}
      </span>
    </span>
  );
}
