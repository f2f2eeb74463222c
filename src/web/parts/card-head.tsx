// Who somebody is, at the head of what is said of them: picture, name and handle.

import type { Profile } from "../../protocol/people.ts";
import { Avatar } from "./avatar.tsx";

export function CardHead({ name, handle, avatar }: Profile) {
  return (
    <div class="card">
      <Avatar name={name} picture={avatar} size="l" />
      <div>
        <p class="card__name" dir="auto">
          {name}
        </p>
        <p class="card__handle">@{handle}</p>
      </div>
    </div>
  );
}
