// What a page says about itself, from the beginning of its HTML.
// Nothing of its markup survives: texts leave as single visible lines, addresses only past the guard.

import { decodeHTML, decodeHTMLAttribute } from "entities/decode";
import { readBeginning } from "./bounded.ts";
import { decodePage } from "./charset.ts";

const BYTES_MOST = 512 * 1024;
/** Of one field as it is written, before it is cut to what is shown. */
const FIELD_MOST = 8_000;

/** By the name of the `meta` element, lower case; `title` and the icon's address beside them. */
export type PageFacts = Map<string, string>;

export async function readPage(response: Response, deadline: AbortSignal): Promise<PageFacts> {
  const { bytes } = await readBeginning(response.body, BYTES_MOST, deadline, endsHead);
  return factsOf(decodePage(bytes, response.headers.get("content-type") ?? ""));
}

/** Whether the head is over: nothing after it is worth the wait. */
function endsHead(soFar: Uint8Array, from: number): boolean {
  const tail = new TextDecoder("latin1").decode(soFar.subarray(Math.max(0, from - 8)));
  return /<\/head|<body/i.test(tail);
}

async function factsOf(html: string): Promise<PageFacts> {
  const facts: PageFacts = new Map();
  const note = (name: string, text: string) => {
    const value = text.slice(0, FIELD_MOST);
    if (value.trim() !== "" && !facts.has(name)) facts.set(name, value);
  };
  let title = "";
  const rewriter = new HTMLRewriter()
    .on("title", {
      text(chunk) {
        if (title.length < FIELD_MOST) title += chunk.text;
        if (!chunk.lastInTextNode) return;
        note("title", decodeHTML(title));
        title = "";
      },
    })
    .on("meta", {
      element(meta) {
        const name = meta.getAttribute("property") ?? meta.getAttribute("name");
        const content = meta.getAttribute("content");
        if (name && content) note(name.trim().toLowerCase(), decodeHTMLAttribute(content));
      },
    })
    .on("link[rel][href]", {
      element(link) {
        const rel = link.getAttribute("rel") ?? "";
        if (/(?:^|\s)apple-touch-icon(?:-precomposed)?(?:\s|$)/i.test(rel))
          note("icon", decodeHTMLAttribute(link.getAttribute("href") ?? ""));
      },
    });
  try {
    await rewriter.transform(new Response(html)).arrayBuffer();
  } catch {
    // A tag too large to be one: what came before it counts.
  }
  return facts;
}
