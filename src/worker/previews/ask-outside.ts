// Asks a stranger's server for something, on somebody's word [T10].
// Every hop passes the guard, nothing of the asker travels along, and the deadline covers the body, too.

import type { Env } from "../env.ts";
import { guardAddress, isAllowed } from "./address-guard.ts";

const REDIRECTS_MOST = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const AGENT = "EdgewiseBot/1.0 (link previews)";

export interface Errand {
  env: Env;
  /** The host of this server, which has nothing to tell itself. */
  own: string;
  /** What the answer should be: the `Accept` header. */
  accept: string;
  deadline: AbortSignal;
}

/** What came, and from where after all redirects; "busy" where that host was asked too often of late. */
export type Outcome = { response: Response; url: URL } | "busy" | undefined;

export async function askOutside(start: string, errand: Errand): Promise<Outcome> {
  let url = guardAddress(start, errand.env);
  for (let hop = 0; url && hop <= REDIRECTS_MOST; hop++) {
    if (url.host === errand.own) return undefined;
    if (!(await mayAsk(url, errand.env))) return "busy";
    const response = await send(url, errand);
    if (!response) return undefined;
    if (!REDIRECTS.has(response.status)) return response.ok ? { response, url } : drop(response);
    const location: string = response.headers.get("location") ?? "";
    drop(response);
    if (location === "" || !URL.canParse(location, url.href)) return undefined;
    // As it is written there, where it is whole: the guard looks at the notation, too.
    const next: string = URL.canParse(location) ? location : new URL(location, url).href;
    url = guardAddress(next, errand.env);
  }
  return undefined;
}

async function send(url: URL, { env, accept, deadline }: Errand): Promise<Response | undefined> {
  const headers: Record<string, string> = { Accept: accept, "User-Agent": AGENT };
  const gate = isAllowed(url, env) ? undefined : env.PREVIEW_GATE;
  if (gate !== undefined) headers["Preview-Address"] = url.href;
  try {
    return await fetch(gate ?? url.href, { headers, redirect: "manual", signal: deadline });
  } catch {
    return undefined;
  }
}

async function mayAsk({ hostname }: URL, env: Env): Promise<boolean> {
  if (env.RATE_LIMIT === "off" || !env.PREVIEW_HOST_LIMIT) return true;
  return (await env.PREVIEW_HOST_LIMIT.limit({ key: hostname })).success;
}

/** What is not read is not waited for. */
export function drop(response: Response): undefined {
  response.body?.cancel().catch(() => undefined);
}
