// Link previews: what the server tells of a link, and what a link is before anybody has asked [T10].
// An address decides alone which kind of preview stands for it, so that its size is known ahead.

/** A page in a few words: single lines that can be seen, at most 200 and 500 code points. */
export interface Preview {
  title: string;
  description?: string;
  /** The name the page gives its site, or its host. */
  site: string;
  /** Where the picture is; to be shown through `GET /api/previews/image` only. */
  image?: string;
}

/** `GET /api/previews?url=…`: without `preview` where there is none. */
export interface PreviewAnswer {
  preview?: Preview;
}

export type LinkKind = "page" | "image" | "video";

const IMAGE = /^https?:\/\/[^/?#]+\/[^?#]*\.(?:png|jpe?g|gif|webp|avif)(?:[?#]|$)/i;
export const YOUTUBE =
  /^https:\/\/(?:(?:www\.|m\.|music\.)?youtube\.com\/(?:watch\?(?:[^#]*&)?v=|(?:shorts|live|embed)\/)|youtu\.be\/)([\w-]{11})(?![\w-])/;
export const VIMEO = /^https:\/\/(?:www\.|player\.)?vimeo\.com\/(?:video\/)?(\d{1,12})(?=[?#/]|$)/;

/** `href` as the URL parser gives it. */
export function linkKind(href: string): LinkKind {
  if (IMAGE.test(href)) return "image";
  return YOUTUBE.test(href) || VIMEO.test(href) ? "video" : "page";
}
