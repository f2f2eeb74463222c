// Videos of the two sites whose player a page may load: which player, and where to ask what it is [T10].
// Of the address only the id and the moment to begin at go on.

import { VIMEO, YOUTUBE } from "./previews.ts";

export interface Video {
  /** Without cookies, and playing at once: it is loaded by a click. */
  player: string;
  /** oEmbed: title, author and picture in a few bytes. */
  lookUp: string;
}

/** Of a YouTube or Vimeo address; undefined for every other one. */
export function videoOf(href: string): Video | undefined {
  const youtube = YOUTUBE.exec(href)?.[1];
  if (youtube !== undefined) {
    const from = /[?&](?:t|start)=(\d{1,6})s?(?![\w])/.exec(href)?.[1];
    const at = from === undefined ? "" : `&start=${from}`;
    const page = encodeURIComponent(`https://www.youtube.com/watch?v=${youtube}`);
    return {
      player: `https://www.youtube-nocookie.com/embed/${youtube}?autoplay=1${at}`,
      lookUp: `https://www.youtube.com/oembed?format=json&url=${page}`,
    };
  }
  const vimeo = VIMEO.exec(href)?.[1];
  if (vimeo === undefined) return undefined;
  const page = encodeURIComponent(`https://vimeo.com/${vimeo}`);
  return {
    player: `https://player.vimeo.com/video/${vimeo}?autoplay=1&dnt=1`,
    lookUp: `https://vimeo.com/api/oembed.json?url=${page}`,
  };
}
