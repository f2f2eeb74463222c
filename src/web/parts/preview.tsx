// One link's preview in its place: a card, a picture or a video.
// Nothing here has a height of its own, so nothing moves when the answer comes.

import { useEffect, useRef } from "preact/hooks";
import type { PreviewLink } from "../behavior/preview-links.ts";
import { previews } from "../behavior/preview-store.ts";
import { p } from "../strings-previews.ts";
import { AnyIcon } from "./any-icon.tsx";
import { useNear } from "./near.ts";
import { PageCard } from "./page-card.tsx";
import { Picture } from "./picture.tsx";
import { VideoCard } from "./video-card.tsx";

export interface PreviewProps extends PreviewLink {
  onRemove?: (() => void) | undefined;
}

export function Preview({ href, kind, onRemove }: PreviewProps) {
  const place = useRef<HTMLDivElement>(null);
  const near = useNear(place);
  useEffect(() => {
    if (near && kind !== "image") previews.want(href);
  }, [near, href, kind]);
  const preview = kind === "image" ? undefined : (previews.of(href).value ?? undefined);
  return (
    <div class="preview__content" ref={place}>
      {kind === "page" && <PageCard href={href} preview={preview} />}
      {kind === "image" && <Picture href={href} near={near} />}
      {kind === "video" && <VideoCard href={href} preview={preview} />}
      {onRemove && (
        <button
          type="button"
          class="icon-button preview__remove"
          aria-label={p.remove}
          title={p.remove}
          onClick={onRemove}
        >
          <AnyIcon name="close" />
        </button>
      )}
    </div>
  );
}
