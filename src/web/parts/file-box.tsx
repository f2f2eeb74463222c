// One file in its place: a picture, a video, a sound, or a name to download.
// Nothing here has a size of its own, so nothing moves when its bytes come.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { filePath, mediaOf, type FileInfo } from "../../protocol/files.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { localPictures } from "../behavior/files/local.ts";
import { decode, SIDE, toPixels } from "../behavior/files/placeholder.ts";
import { f } from "../strings-files.ts";
import { AnyIcon } from "./any-icon.tsx";
import { useNear } from "./near.ts";
import { isOnItsWay, Progress } from "./progress.tsx";
import { Sound } from "./sound.tsx";

export interface FileBoxProps {
  room: string;
  file: FileInfo;
  /** The pictures and videos of its message, among which it stands at `at`. */
  all: readonly FileInfo[];
  at: number;
  /** Too small for the controls of a video. */
  small?: boolean;
}

export function FileBox({ room, file, all, at, small }: FileBoxProps) {
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  const medium = mediaOf(file.type);
  return (
    <div class="file" ref={place}>
      {medium === "image" && (
        <Shot room={room} file={file} near={near} all={all} at={at} label={f.open(file.name)} />
      )}
      {medium === "video" &&
        (small || all.length > 1 ? (
          <Shot room={room} file={file} near={near} all={all} at={at} label={f.play(file.name)} />
        ) : (
          <Video room={room} file={file} near={near} />
        ))}
      {medium === "audio" && <Sound room={room} file={file} near={near} />}
      {medium === undefined && <Download room={room} file={file} />}
      <Progress id={file.id} name={file.name} />
    </div>
  );
}

interface MediumProps {
  room: string;
  file: FileInfo;
  near: boolean;
}

/** What moves, moves only where nobody asked for less motion. */
const isStill = (type: string) =>
  type !== "image/gif" || matchMedia("(prefers-reduced-motion: reduce)").matches;

function Shot({
  room,
  file,
  near,
  all,
  at,
  label,
}: MediumProps & { all: readonly FileInfo[]; at: number; label: string }) {
  const [broken, setBroken] = useState(false);
  const local = localPictures.value.get(file.id);
  const isVideo = mediaOf(file.type) === "video";
  const small = local ?? (isVideo && !file.thumbnail ? undefined : smallPath(room, file));
  if (broken) return <Gone name={file.name} onRetry={() => setBroken(false)} />;
  return (
    <button
      type="button"
      class="shot"
      aria-label={label}
      title={file.name}
      onClick={() => openDialog({ name: "files", room, files: all, at })}
    >
      <Blur code={file.placeholder} />
      {near && small !== undefined && (
        <img
          class="shot__image"
          src={small}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
      {isVideo && (
        <span class="shot__play">
          <AnyIcon name="play" />
        </span>
      )}
    </button>
  );
}

/** Where a picture is small it is its own thumbnail; what moves is shown as it is. */
function smallPath(room: string, file: FileInfo): string {
  return filePath(room, file, file.thumbnail !== undefined && isStill(file.type));
}

export function Blur({ code }: { code: string | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const bytes = decode(code);
    const context = bytes && canvas.current?.getContext("2d");
    if (context) context.putImageData(new ImageData(toPixels(bytes), SIDE, SIDE), 0, 0);
  }, [code]);
  return <canvas class="shot__blur" width={SIDE} height={SIDE} ref={canvas} aria-hidden="true" />;
}

function Video({ room, file, near }: MediumProps) {
  const [broken, setBroken] = useState(false);
  const poster = localPictures.value.get(file.id);
  const whole = localPictures.value.get(`${file.id}/whole`);
  if (broken) return <Gone name={file.name} onRetry={() => setBroken(false)} />;
  return (
    <>
      <Blur code={file.placeholder} />
      {near && (
        // What people film has no captions.
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video
          class="file__video"
          controls
          playsInline
          preload="metadata"
          aria-label={file.name}
          poster={poster ?? (file.thumbnail && filePath(room, file, true))}
          src={whole ?? filePath(room, file)}
          onError={() => setBroken(true)}
        />
      )}
    </>
  );
}

function Download({ room, file }: { room: string; file: FileInfo }) {
  const dot = file.name.lastIndexOf(".");
  const kind = dot > 0 ? file.name.slice(dot + 1).toUpperCase() : "";
  const about = (
    <>
      <AnyIcon name="file" />
      <span class="download__text">
        <span class="download__name" dir="auto">
          {file.name}
        </span>
        <span class="download__about">{f.about(kind.slice(0, 8), file.size)}</span>
      </span>
    </>
  );
  if (isOnItsWay(file.id)) return <span class="download">{about}</span>;
  return (
    <a class="download" href={filePath(room, file)} download={file.name}>
      {about}
      <span class="unseen">{f.download}</span>
      <AnyIcon name="download" />
    </a>
  );
}

export function Gone({ name, onRetry }: { name: string; onRetry: () => void }) {
  return (
    <div class="file__gone">
      <AnyIcon name="alert" />
      <span>
        <span dir="auto">{name}</span> <span>{f.gone}</span>{" "}
        <button type="button" class="link" onClick={onRetry}>
          {f.tryAgain}
        </button>
      </span>
    </div>
  );
}
