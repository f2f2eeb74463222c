// Where a deployment's sockets are, and how one who has no cookie says who they are [C1] [C2].
// Names are escaped here and nowhere else.

export function socketUrl(
  origin: string,
  path: string,
  query: Record<string, string | number | undefined> = {},
): string {
  const url = new URL(path, origin);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== "") url.searchParams.set(key, String(value));
  return url.href;
}

export function roomPath(room: string): string {
  return `/room/${encodeURIComponent(room)}`;
}

/** What belongs to this room over HTTP. */
export function roomsPath(room: string): string {
  return `/api/rooms/${encodeURIComponent(room)}`;
}

export function logPath(room: string): string {
  return `${roomsPath(room)}/log`;
}

export function bearer(token: string | undefined): Record<string, string> | undefined {
  return token === undefined ? undefined : { Authorization: `Bearer ${token}` };
}
