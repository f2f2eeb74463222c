// The pictures and videos of a message, one at a time and as large as the window allows.
// Arrows and swipes go from one to the next; Esc leads back to where one was.

import { useEffect, useState } from "preact/hooks";
import { filePath, mediaOf, type FileInfo } from "../../protocol/files.ts";
import { closeDialog } from "../behavior/dialogs.ts";
import { localPictures } from "../behavior/files/local.ts";
import { openNow } from "../behavior/rooms.ts";
import { f } from "../strings-files.ts";
import { AnyIcon } from "./any-icon.tsx";
import { Dialog } from "./dialog.tsx";
import { Blur, Gone } from "./file-box.tsx";
import { isOnItsWay } from "./progress.tsx";

interface Props {
  room: string;
  files: readonly FileInfo[];
  at: number;
}

/** Pixels that a finger has to move sideways. */
const SWIPE = 48;

export function Lightbox({ room, files, at: first }: Props) {
  const [at, setAt] = useState(first);
  const [from, setFrom] = useState<number>();
  const file = files[at];
  const turn = (by: number) => setAt((now) => Math.min(files.length - 1, Math.max(0, now + by)));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLVideoElement) return;
      if (event.key === "ArrowLeft") turn(-1);
      else if (event.key === "ArrowRight") turn(1);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  // Whoever is taken out of the room does not go on looking at what is in it.
  const isOver = openNow.value.some(
    ({ name, connection }) => name === room && connection.value.name === "ended",
  );
  useEffect(() => {
    if (isOver) closeDialog();
  }, [isOver]);
  if (!file) return null;
  return (
    <Dialog title={file.name} class="dialog--lightbox">
      <div
        class="lightbox"
        onPointerDown={(event) => {
          if (event.pointerType !== "mouse") setFrom(event.clientX);
        }}
        onPointerUp={(event) => {
          const moved = from === undefined ? 0 : event.clientX - from;
          if (Math.abs(moved) > SWIPE) turn(moved < 0 ? 1 : -1);
          setFrom(undefined);
        }}
        onPointerCancel={() => setFrom(undefined)}
      >
        <Large key={file.id} room={room} file={file} />
      </div>
      <footer class="lightbox__foot">
        {files.length > 1 && (
          <>
            <Turn name={f.previous} icon="left" off={at === 0} onClick={() => turn(-1)} />
            <span role="status">{f.nth(at + 1, files.length)}</span>
            <Turn
              name={f.next}
              icon="right"
              off={at === files.length - 1}
              onClick={() => turn(1)}
            />
          </>
        )}
        {!isOnItsWay(file.id) && (
          <a class="button lightbox__download" href={filePath(room, file)} download={file.name}>
            <AnyIcon name="download" />
            {f.download}
          </a>
        )}
      </footer>
    </Dialog>
  );
}

interface TurnProps {
  name: string;
  icon: "left" | "right";
  off: boolean;
  onClick: () => void;
}

function Turn({ name, icon, off, onClick }: TurnProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      title={name}
      aria-disabled={off}
      onClick={onClick}
    >
      <AnyIcon name={icon} />
    </button>
  );
}

/** The thumbnail shows until all of it is there, at the size of all of it. */
function Large({ room, file }: { room: string; file: FileInfo }) {
  const [broken, setBroken] = useState(false);
  const small = localPictures.value.get(file.id) ?? (file.thumbnail && filePath(room, file, true));
  const { width = 960, height = 540 } = file;
  if (broken) return <Gone name={file.name} onRetry={() => setBroken(false)} />;
  return (
    <div
      class="lightbox__place"
      style={{
        aspectRatio: `${width} / ${height}`,
        "--ratio": String(width / height),
        "--wide": `${width}px`,
      }}
    >
      <Blur code={file.placeholder} />
      {mediaOf(file.type) === "video" ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video
          class="lightbox__all"
          controls
          playsInline
          preload="metadata"
          poster={small}
          src={localPictures.value.get(`${file.id}/whole`) ?? filePath(room, file)}
          aria-label={file.name}
          onError={() => setBroken(true)}
        />
      ) : (
        <>
          {small !== undefined && <img class="lightbox__all" src={small} alt="" />}
          {!isOnItsWay(file.id) && (
            <img
              class="lightbox__all"
              src={filePath(room, file)}
              alt={file.name}
              draggable={false}
              onError={() => setBroken(true)}
            />
          )}
        </>
      )}
    </div>
  );
}
