// A video as a still with its title; the player is loaded by a click, and only then does its site hear of anybody.

import { useEffect, useRef, useState } from "preact/hooks";
import { imagePath } from "../../client/previews.ts";
import type { Preview } from "../../protocol/previews.ts";
import { videoOf } from "../../protocol/videos.ts";
import { p } from "../strings-previews.ts";
import { AnyIcon } from "./any-icon.tsx";

export function VideoCard({ href, preview }: { href: string; preview: Preview | undefined }) {
  const [plays, setPlays] = useState(false);
  const [broken, setBroken] = useState(false);
  const player = useRef<HTMLIFrameElement>(null);
  useEffect(() => player.current?.focus({ preventScroll: true }), [plays]);
  const video = videoOf(href);
  if (!video) return null;
  const host = new URL(href).hostname.replace(/^(?:www|m|music|player)\./, "");
  const title = preview?.title ?? p.video;
  return (
    <div class="video">
      {plays ? (
        // The site refuses to play for a page that does not say where it is.
        <iframe
          class="video__stage"
          ref={player}
          src={video.player}
          title={title}
          sandbox="allow-scripts allow-same-origin allow-popups allow-presentation"
          allow="autoplay; fullscreen; encrypted-media; picture-in-picture"
          referrerpolicy="strict-origin-when-cross-origin"
        />
      ) : (
        <button
          type="button"
          class="video__stage"
          aria-label={p.play(title)}
          title={p.playsFrom(new URL(video.player).hostname)}
          onClick={() => setPlays(true)}
        >
          {preview?.image !== undefined && !broken && (
            <img
              src={imagePath(preview.image)}
              alt=""
              decoding="async"
              onError={() => setBroken(true)}
            />
          )}
          <span class="video__play">
            <AnyIcon name="play" />
          </span>
        </button>
      )}
      <a
        class="video__title"
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        dir="auto"
      >
        <span class="site-card__title">{title}</span>
        <span class="site-card__site">{preview?.site ?? host}</span>
      </a>
    </div>
  );
}
