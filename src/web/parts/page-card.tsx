// A page in a few words, as one link. Before they are there, and where there are none, it shows the address.

import { useState } from "preact/hooks";
import { imagePath } from "../../client/previews.ts";
import type { Preview } from "../../protocol/previews.ts";

export function PageCard({ href, preview }: { href: string; preview: Preview | undefined }) {
  const [broken, setBroken] = useState<string>();
  const url = new URL(href);
  const host = url.hostname.replace(/^www\./, "");
  const image = preview?.image;
  return (
    <a
      class={`site-card${preview ? "" : " site-card--bare"}`}
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      <span class="site-card__text" dir="auto">
        <span class="site-card__site">{preview?.site ?? host}</span>
        <span class="site-card__title">{preview?.title ?? readable(url)}</span>
        {preview?.description !== undefined && (
          <span class="site-card__description">{preview.description}</span>
        )}
      </span>
      {image !== undefined && image !== broken && (
        <img
          class="site-card__image"
          src={imagePath(image)}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setBroken(image)}
        />
      )}
    </a>
  );
}

function readable({ pathname, search, hostname }: URL): string {
  const path = `${pathname}${search}`;
  if (path === "/") return hostname;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
