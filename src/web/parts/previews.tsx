// The places of a message's previews: as high as their kind is, before anything of them is there.
// What stands in them is fetched with the first link that is shown.

import { useMemo } from "preact/hooks";
import { previewLinks } from "../behavior/preview-links.ts";
import { lazyPart } from "./lazy.tsx";
import type { PreviewProps } from "./preview.tsx";

const { load, Part } = lazyPart<PreviewProps>(async () => (await import("./preview.tsx")).Preview);

interface Props {
  body: string;
  /** Missing where one may not. */
  onRemove?: (() => void) | undefined;
}

export function Previews({ body, onRemove }: Props) {
  const links = useMemo(() => previewLinks(body, location.origin), [body]);
  if (links.length === 0) return null;
  load();
  return (
    <div class="previews">
      {links.map((link, i) => (
        <div key={link.href} class={`preview preview--${link.kind}`}>
          <Part {...link} onRemove={i === 0 ? onRemove : undefined} />
        </div>
      ))}
    </div>
  );
}
