// A link's preview: of a page from its head, of a video from its site's oEmbed, of a picture from its name.
// Whatever strangers wrote leaves bounded; undefined where there is nothing to show.

import { visibleLine } from "../../lib/text.ts";
import { parseObject } from "../../protocol/codec.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Preview } from "../../protocol/previews.ts";
import { videoOf } from "../../protocol/videos.ts";
import { guardAddress } from "./address-guard.ts";
import { askOutside, drop, type Errand } from "./ask-outside.ts";
import { readBeginning } from "./bounded.ts";
import { readPage } from "./read-page.ts";

const LOOK_UP_BYTES = 64 * 1024;

export type Asker = Omit<Errand, "accept">;

/** "busy" where the host was asked too often of late: to be tried again. */
export async function makePreview(
  href: string,
  asker: Asker,
): Promise<Preview | "busy" | undefined> {
  const video = videoOf(href);
  return video ? previewVideo(video.lookUp, asker) : previewPage(href, asker);
}

async function previewPage(href: string, asker: Asker) {
  const outcome = await askOutside(href, { ...asker, accept: "text/html, application/xhtml+xml" });
  if (!outcome || outcome === "busy") return outcome;
  const { response, url } = outcome;
  const type = mediaType(response);
  if (/^image\/(?:png|jpeg|gif|webp|avif)$/.test(type)) {
    drop(response);
    return preview({ title: nameOf(url), site: hostOf(url), image: url.href }, url, asker);
  }
  if (type !== "text/html" && type !== "application/xhtml+xml") return drop(response);
  const facts = await readPage(response, asker.deadline);
  const first = (...names: string[]) => names.map((name) => facts.get(name)).find(Boolean);
  const fields = {
    title: first("og:title", "twitter:title", "title"),
    description: first("og:description", "twitter:description", "description"),
    site: first("og:site_name", "application-name"),
    image: first(
      "og:image:secure_url",
      "og:image:url",
      "og:image",
      "twitter:image",
      "twitter:image:src",
      "icon",
    ),
  };
  return preview(fields, url, asker);
}

async function previewVideo(lookUp: string, asker: Asker) {
  const outcome = await askOutside(lookUp, { ...asker, accept: "application/json" });
  if (!outcome || outcome === "busy") return outcome;
  const { response, url } = outcome;
  if (mediaType(response) !== "application/json") return drop(response);
  const { bytes } = await readBeginning(response.body, LOOK_UP_BYTES, asker.deadline);
  const found = parseObject(new TextDecoder().decode(bytes)) ?? {};
  const text = (name: string) => (typeof found[name] === "string" ? found[name] : undefined);
  const fields = {
    title: text("title"),
    description: text("author_name"),
    site: text("provider_name"),
    image: text("thumbnail_url"),
  };
  return preview(fields, url, asker);
}

type Fields = { [K in keyof Preview]: string | undefined };

function preview(fields: Partial<Fields>, url: URL, { env }: Asker): Preview | undefined {
  const title = visibleLine(fields.title ?? "", LIMITS.previewTitle);
  if (title === "") return undefined;
  const description = visibleLine(fields.description ?? "", LIMITS.previewDescription);
  const site = visibleLine(fields.site ?? "", LIMITS.previewTitle) || hostOf(url);
  const image = fields.image?.trim() ?? "";
  const picture = URL.canParse(image, url.href)
    ? guardAddress(new URL(image, url).href, env)
    : undefined;
  return {
    title,
    site,
    ...(description !== "" && description !== title && { description }),
    ...(picture && image !== "" && { image: picture.href }),
  };
}

function mediaType(response: Response): string {
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  return type.trim().toLowerCase();
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^www\./, "");

/** The last part of a path, as people write it. */
function nameOf({ pathname, hostname }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "") ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
