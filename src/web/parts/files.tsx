// The places of a message's files: as large as what they hold will be, before anything of it is there.
// What stands in them is fetched with the first file that is shown.

import { mediaOf, type FileInfo } from "../../protocol/files.ts";
import type { FileBoxProps } from "./file-box.tsx";
import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart<FileBoxProps>(async () => (await import("./file-box.tsx")).FileBox);

/** Pixels that a single picture takes at most. */
const [WIDE, HIGH, LEAST] = [400, 320, 96];

interface Props {
  room: string;
  files: readonly FileInfo[];
}

export function Files({ room, files }: Props) {
  load();
  const isSeen = ({ type }: FileInfo) => /^[iv]/.test(mediaOf(type) ?? "");
  const seen = files.filter(isSeen);
  const [first] = seen;
  return (
    <div class="files">
      {first && (
        <div
          class={`files__grid files__grid--${Math.min(seen.length, 5)}`}
          style={seen.length > 1 ? undefined : placeOf(first)}
        >
          {seen.map((file, at) => (
            <div key={file.id} class="files__box">
              <Part room={room} file={file} all={seen} at={at} />
            </div>
          ))}
        </div>
      )}
      {files.map(
        (file) =>
          !isSeen(file) && (
            <div key={file.id} class={`files__row files__row--${mediaOf(file.type) ?? "other"}`}>
              <Part room={room} file={file} all={[file]} at={0} />
            </div>
          ),
      )}
    </div>
  );
}

/** As large as the picture is, within bounds; what is very long is cut. */
function placeOf({ width = WIDE, height = 225 }: FileInfo) {
  const ratio = Math.min(3, Math.max(0.4, width / height));
  const wide = Math.max(LEAST, Math.min(WIDE, HIGH * ratio, width));
  return { width: `${Math.round(wide)}px`, aspectRatio: String(ratio) };
}
