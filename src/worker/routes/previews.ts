// Previews of links, and their pictures, for people with a session [T10].
// The server asks strangers so that no reader's browser has to; what it fetches is guarded, bounded and cached.

import { Hono, type Context } from "hono";
import type { PreviewAnswer } from "../../protocol/previews.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import type { Route } from "../env.ts";
import { requireSession } from "../middleware/session.ts";
import { guardAddress } from "../previews/address-guard.ts";
import { cached } from "../previews/cached.ts";
import { fetchImage } from "../previews/image.ts";
import { makePreview, type Asker } from "../previews/make-preview.ts";

/** From the first connect to the last byte. */
const PAGE_MS = 5_000;
const IMAGE_MS = 10_000;
/** As the binding in wrangler.toml counts. */
const PERIOD_MS = 10_000;
/** A browser keeps its copy as long as a room is likely to be looked at again. */
const IMAGE_AGE_S = 7 * 86_400;

export const previews = new Hono<Route>();

previews.get("/", requireSession, async (c) => {
  const asked = c.req.query("url");
  if (asked === undefined) return answerFailure(noAddress);
  const href = guardAddress(asked, c.env)?.href;
  if (href === undefined) return c.json({} satisfies PreviewAnswer);
  const answer = await cached("page", href, new URL(c.req.url), laterOf(c), async () => {
    if (!(await mayFetch(c))) return "busy";
    const preview = await makePreview(href, askerOf(c, PAGE_MS));
    if (preview === "busy") return preview;
    const body: PreviewAnswer = preview ? { preview } : {};
    return { response: Response.json(body), found: preview !== undefined };
  });
  if (answer === "busy") return answerFailure(tooMany);
  const age = answer.headers.get("cache-control")?.replace("public", "private") ?? "no-store";
  const headers = { "Content-Type": "application/json", "Cache-Control": age };
  return new Response(answer.body, { headers });
});

previews.get("/image", requireSession, async (c) => {
  const asked = c.req.query("url");
  if (asked === undefined) return answerFailure(noAddress);
  const href = guardAddress(asked, c.env)?.href;
  if (href === undefined) return answerFailure(FAILURES.notFound);
  const answer = await cached("image", href, new URL(c.req.url), laterOf(c), async () => {
    if (!(await mayFetch(c))) return "busy";
    const image = await fetchImage(href, askerOf(c, IMAGE_MS));
    if (image === "busy") return image;
    const none = () => answerFailure(FAILURES.notFound);
    return { response: image ?? none(), found: image !== undefined };
  });
  if (answer === "busy") return answerFailure(tooMany);
  if (!answer.ok) return answerFailure(FAILURES.notFound);
  return new Response(answer.body, {
    headers: {
      "Content-Type": answer.headers.get("content-type") ?? "",
      "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
      "Cache-Control": `private, max-age=${IMAGE_AGE_S}, immutable`,
    },
  });
});

const noAddress = { code: "bad_command", message: "The query has to name an address." } as const;

const tooMany = {
  code: "rate_limited",
  message: "Too many previews at once. Try again in some seconds.",
  retryAfterMs: PERIOD_MS,
} as const;

/** What is in the cache already costs nobody anything and is not counted. */
async function mayFetch(c: Context<Route>): Promise<boolean> {
  if (c.env.RATE_LIMIT === "off" || !c.env.PREVIEW_LIMIT) return true;
  return (await c.env.PREVIEW_LIMIT.limit({ key: c.get("user").person.id })).success;
}

function askerOf(c: Context<Route>, ms: number): Asker {
  return { env: c.env, own: ownHost(c), deadline: AbortSignal.timeout(ms) };
}

function ownHost(c: Context<Route>): string {
  return c.req.header("host") ?? new URL(c.req.url).host;
}

function laterOf(c: Context<Route>) {
  return (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise);
}
