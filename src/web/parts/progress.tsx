// How far the upload of a file has come, over the place where it will stand; nothing for a file that is there.
// What it needs of the uploads it asks for only where there are any.

import { waiting } from "../behavior/attaching.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part: Upload } = lazyPart<{ id: string; name: string }>(
  async () => (await import("./upload-bar.tsx")).UploadBar,
);

export function Progress({ id, name }: { id: string; name: string }) {
  const isOnItsWay = waiting.value.some(
    ({ files, postedAs }) => postedAs === undefined && files?.some((file) => file.id === id),
  );
  if (!isOnItsWay) return null;
  load();
  return <Upload id={id} name={name} />;
}
