// A picture that a link leads to, in a place of a fixed height; it opens large.
// Where one asked for less motion, an animation waits for a click.

import { useEffect, useState } from "preact/hooks";
import { imagePath } from "../../client/previews.ts";
import { openDialog } from "../behavior/dialogs.ts";
import { pictureName } from "../behavior/picture-name.ts";
import { p } from "../strings-previews.ts";
import { AnyIcon } from "./any-icon.tsx";

/** A server that was busy is asked again after this long, so often. */
const AGAIN_MS = 12_000;
const TRIES = 3;

export function Picture({ href, near }: { href: string; near: boolean }) {
  const name = pictureName(href);
  const [still, setStill] = useState(() => isAnimated(href) && prefersStill());
  const [broken, setBroken] = useState(false);
  const [tries, setTries] = useState(1);
  useEffect(() => {
    if (!broken || tries >= TRIES) return undefined;
    const timer = setTimeout(() => {
      setTries(tries + 1);
      setBroken(false);
    }, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [broken, tries]);
  if (broken)
    return (
      <a
        class="picture picture--none"
        href={href}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        <AnyIcon name="alert" />
        {p.noImage(name)}
      </a>
    );
  if (still)
    return (
      <button type="button" class="picture picture--none" onClick={() => setStill(false)}>
        <AnyIcon name="play" />
        {p.showAnimation(name)}
      </button>
    );
  return (
    <button
      type="button"
      class="picture"
      aria-label={p.openImage(name)}
      onClick={() => openDialog({ name: "image", href })}
    >
      {near && (
        <img
          src={imagePath(href)}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      )}
    </button>
  );
}

const isAnimated = (href: string) => /\.gif(?:[?#]|$)/i.test(href);
const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
