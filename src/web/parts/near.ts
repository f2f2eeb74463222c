// Whether a place of the timeline has come near what is in view: what stands in it is asked for only then.
// Once near, it stays so.

import { useEffect, useState } from "preact/hooks";

/** Pixels around what is in view: asked for before one has scrolled there. */
const AROUND = "600px 0px";

export function useNear(place: { current: HTMLElement | null }): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const root = element.closest("[role=log]");
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        setNear(true);
      },
      { root, rootMargin: AROUND },
    );
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  return near;
}
