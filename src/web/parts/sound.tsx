// A sound with the browser's own player; a voice message shows the shape of its wave above it.

import { useState } from "preact/hooks";
import { filePath, type FileInfo } from "../../protocol/files.ts";
import { localPictures } from "../behavior/files/local.ts";
import { decode } from "../behavior/files/placeholder.ts";
import { f } from "../strings-files.ts";
import { Gone } from "./file-box.tsx";

interface Props {
  room: string;
  file: FileInfo;
  near: boolean;
}

export function Sound({ room, file, near }: Props) {
  const [broken, setBroken] = useState(false);
  const whole = localPictures.value.get(`${file.id}/whole`);
  const wave = decode(file.placeholder);
  if (broken) return <Gone name={file.name} onRetry={() => setBroken(false)} />;
  return (
    <figure class="sound">
      <figcaption class="sound__about">
        <span class="sound__name" dir="auto">
          {wave ? f.voice : file.name}
        </span>
        {wave ? <Wave heights={wave} /> : <span>{f.size(file.size)}</span>}
        {file.duration !== undefined && <span>{clockOf(file.duration)}</span>}
      </figcaption>
      {near && (
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <audio
          class="sound__player"
          controls
          preload="metadata"
          aria-label={wave ? f.voice : file.name}
          src={whole ?? filePath(room, file)}
          onLoadedMetadata={(event) => findEnd(event.currentTarget)}
          onError={() => setBroken(true)}
        />
      )}
    </figure>
  );
}

/** What a browser recorded does not say how long it is before its end was looked for. */
function findEnd(player: HTMLAudioElement): void {
  if (player.duration !== Infinity) return;
  player.addEventListener("timeupdate", () => (player.currentTime = 0), { once: true });
  player.currentTime = Number.MAX_SAFE_INTEGER;
}

export function Wave({ heights }: { heights: Uint8Array }) {
  const bars = [...heights].map((height, i) => {
    const half = Math.max(1, (height / 255) * 15);
    return `M${2 + 4 * i} ${16 - half}V${16 + half}`;
  });
  return (
    <svg
      class="wave"
      viewBox={`0 0 ${4 * heights.length} 32`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={bars.join("")} />
    </svg>
  );
}

/** 1:05 */
export function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
