// All icons, for the parts of the page that come after its first load: what only they show stands here.
// As those of icon.tsx always decoration.

import { PATHS as FIRST } from "./icon.tsx";

const PATHS = {
  ...FIRST,
  close: "M6 6l12 12M18 6 6 18",
  bin: "M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7M10.500 10.500v6M13.500 10.500v6",
  unread: "M20 11v7.500H4v-13h9M4 7l8 6.500 3-2.400M18.500 7.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  more: "M6 12a.8.8 0 1 0-1.600 0 .8.8 0 0 0 1.600 0ZM12.800 12a.8.8 0 1 0-1.600 0 .8.8 0 0 0 1.600 0ZM19.600 12a.8.8 0 1 0-1.600 0 .8.8 0 0 0 1.600 0Z",
  play: "M8 5.500 18.500 12 8 18.500Z",
} as const;

export type AnyIconName = keyof typeof PATHS;

export function AnyIcon({ name }: { name: AnyIconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
