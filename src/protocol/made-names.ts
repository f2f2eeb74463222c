// Names made of what people write: a room's of its title, a handle of a display name [N1] [N2].
// What is made is always good; where nothing usable is left, nothing is.

import { isHandle, roomName } from "./names.ts";

/** The room name that a title makes: "Tech Talk" at `tech-talk`; undefined where nothing usable is left. */
export function roomNameOf(title: string): string | undefined {
  const words = title.normalize("NFKC").toLowerCase();
  const dashed = words.replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "-").replace(/^[^\p{L}\p{N}]+|-+$/gu, "");
  return roomName([...dashed].slice(0, 64).join("").replace(/-+$/, ""));
}

/** The handle that a display name makes: "Ada Lovelace" gives `ada-lovelace`; undefined where nothing usable is left. */
export function handleOf(name: string): string | undefined {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const dashed = plain.replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+|[-._]+$/g, "");
  const handle = dashed.slice(0, 32).replace(/[-._]+$/, "");
  return isHandle(handle) ? handle : undefined;
}
