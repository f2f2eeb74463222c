// The icons of the first load, drawn as strokes on a 24 grid; any-icon.tsx has those that only later parts show.
// Always decoration: the control around one carries the name.

export const PATHS = {
  plus: "M12 5v14M5 12h14",
  send: "M5 12h13M12.5 5.5 19 12l-6.5 6.5",
  down: "M12 5v13M5.5 12 12 18.5 18.5 12",
  up: "M12 19V6M5.5 12 12 5.5 18.5 12",
  calendar: "M4.500 6.500h15v13h-15zM4.500 10.500h15M8.500 4v4M15.500 4v4",
  people:
    "M9 11a3.200 3.200 0 1 0 0-6.400A3.200 3.200 0 0 0 9 11ZM3 19.500c.4-3.400 2.800-5.300 6-5.300s5.600 1.900 6 5.300M15.500 4.900a3.200 3.200 0 0 1 0 5.900M17.500 14.600c2 .7 3.200 2.400 3.500 4.900",
  menu: "M4 7h16M4 12h16M4 17h10",
  search: "M11 17.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13ZM16 16l4.500 4.500",
  alert: "M12 8v5M12 16.400v.1M12 3.500 21.500 20h-19Z",
  thread: "M5 5.500h14v10H11l-4.500 3.500v-3.500H5ZM8.500 9h7M8.500 12h4.500",
  pencil: "M4.500 19.500h4l10-10-4-4-10 10ZM12.500 7.500l4 4",
  smile:
    "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM8.500 14c.8 1.400 2 2.100 3.500 2.100s2.700-.7 3.500-2.100M9 9.500v.2M15 9.500v.2",
  reply: "M9.500 6 4 11.500 9.500 17M4.500 11.500H14a6 6 0 0 1 6 6v1",
  inbox: "M4 13.500 6.500 5h11l2.500 8.500V19H4ZM4 13.500h4.500l1 2.500h5l1-2.500H20",
  bookmark: "M7 4.500h10v15l-5-4-5 4Z",
  pin: "M9 4.500h6l-.7 6 3.200 3.500h-11l3.200-3.500ZM12 14v6",
  lock: "M6 11h12v8.500H6ZM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  folder: "M3.500 6h6l2 2.500h9V19h-17Z",
  check: "M5 12.500 10 17.500 19.500 7",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
