// What an empty room says, which few rooms are for long.

import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart<{ link: string }>(
  async () => (await import("./first-here.tsx")).FirstHere,
);

export function FirstHere({ link }: { link: string }) {
  load();
  return <Part link={link} />;
}
