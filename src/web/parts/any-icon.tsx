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
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1",
  clip: "M19.500 11.500 12 19a5 5 0 0 1-7-7l8-8a3.400 3.400 0 0 1 4.800 4.800l-7.800 7.800a1.700 1.700 0 0 1-2.400-2.400L14.500 7.300",
  camera:
    "M4 8h3.500L9 5.500h6L16.500 8H20v11H4ZM12 16.500a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600Z",
  microphone:
    "M12 14.500a3 3 0 0 0 3-3V7a3 3 0 0 0-6 0v4.500a3 3 0 0 0 3 3ZM6 11.500a6 6 0 0 0 12 0M12 17.500v3",
  file: "M6.500 3.500h7l4 4v13h-11ZM13.500 3.500v4h4",
  download: "M12 4.500v11M7 11l5 5 5-5M5 19.500h14",
  stop: "M7 7h10v10H7Z",
  left: "M14.500 5.500 8 12l6.500 6.500",
  right: "M9.500 5.500 16 12l-6.500 6.500",
  again: "M19.500 12a7.500 7.500 0 1 1-2.400-5.500M19.500 4v3.500H16",
} as const;

export type AnyIconName = keyof typeof PATHS;

export function AnyIcon({ name }: { name: AnyIconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
