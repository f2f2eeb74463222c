// The one answer to where the server may go on a stranger's word [T10].
// http and https on their own ports, public hosts, nobody's credentials; every redirect is asked about again.

import { isPublicHost } from "../../lib/public-address.ts";

const LONGEST = 2_048;
const PORTS = new Set(["", "80", "443"]);

/** The part of the bindings that this needs. */
export interface Allowed {
  /** Exact `host:port` pairs, separated by commas, that count as public: for tests against loopback. */
  PREVIEW_ALLOW?: string | undefined;
}

/** The address without its fragment, or undefined where it is none that a preview may be fetched from. */
export function guardAddress(raw: string, allowed: Allowed = {}): URL | undefined {
  if (raw.length > LONGEST || !URL.canParse(raw)) return undefined;
  const url = new URL(raw);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  if (url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  if (isAllowed(url, allowed)) return url;
  return PORTS.has(url.port) && isPublicHost(url.hostname) && isWritten(raw, url) ? url : undefined;
}

/** Whether a test let this host and port in by name. Nobody else's setting does. */
export function isAllowed(url: URL, { PREVIEW_ALLOW = "" }: Allowed): boolean {
  const pair = `${url.hostname}:${url.port === "" ? portOf(url) : url.port}`;
  return PREVIEW_ALLOW.split(",").some((one) => one.trim() === pair);
}

function portOf({ protocol }: URL): string {
  return protocol === "https:" ? "443" : "80";
}

/** An IPv4 address has to stand there as it is: other notations of it are for hiding something. */
function isWritten(raw: string, { hostname }: URL): boolean {
  return !/^[\d.]+$/.test(hostname) || /^\s*https?:\/\/([^/:?#]*)/i.exec(raw)?.[1] === hostname;
}
