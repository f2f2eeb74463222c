// How far the upload of a file has come, over the place where it will stand; nothing for a file that is there.
// What it needs of the uploads it asks for only where there are any.

import { waiting } from "../behavior/attaching.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part: Upload } = lazyPart<{ id: string; name: string }>(
  async () => (await import("./upload-bar.tsx")).UploadBar,
);

/** It stands in a message that waits for it: nothing is at its address yet. */
export const isOnItsWay = (id: string) =>
  waiting.value.some(
    ({ files, postedAs }) => postedAs === undefined && files?.some((file) => file.id === id),
  );

export function Progress({ id, name }: { id: string; name: string }) {
  if (!isOnItsWay(id)) return null;
  load();
  return <Upload id={id} name={name} />;
}
