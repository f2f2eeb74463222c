// Keeps what previews found in the cache of the location, failures for a short while [T10].
// What is stored names no person; whoever reads it has shown a session before.

const KEEP_S = { found: 6 * 3_600, nothing: 300 };

/**
 * The stored response for `href`, or what `make` gives, stored for the next one.
 * "busy" is never stored.
 */
export async function cached(
  kind: "page" | "image",
  href: string,
  own: URL,
  later: (promise: Promise<unknown>) => void,
  make: () => Promise<{ response: Response; found: boolean } | "busy">,
): Promise<Response | "busy"> {
  // An address of this host that nothing else answers at.
  const key = new URL(`/api/previews/cached/${kind}?url=${encodeURIComponent(href)}`, own).href;
  const kept = await storeless(() => caches.default.match(key));
  if (kept) return kept;
  const made = await make();
  if (made === "busy") return made;
  const { response, found } = made;
  const seconds = found ? KEEP_S.found : KEEP_S.nothing;
  response.headers.set("Cache-Control", `public, max-age=${seconds}`);
  later(storeless(() => caches.default.put(key, response.clone())));
  return response;
}

/** A runtime without a cache goes without: the next one asks again. */
async function storeless<T>(use: () => Promise<T>): Promise<T | undefined> {
  try {
    return await use();
  } catch {
    return undefined;
  }
}
