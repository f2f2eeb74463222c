// Pictures at their full size, fetched when the first one is opened.

import { lazyPart } from "./lazy.tsx";

export const { load: loadLightbox, Part: Lightbox } = lazyPart(
  async () => (await import("./lightbox.tsx")).Lightbox,
);
