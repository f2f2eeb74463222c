// Owns the way out for link previews under `npm start`: a gate on loopback that only its worker knows.
// A name is looked up once, and what is connected to is exactly what was looked at: public addresses only.

import { randomBytes } from "node:crypto";
import { lookup, type LookupAddress } from "node:dns";
import {
  createServer,
  request as askHttp,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from "node:http";
import { request as askHttps } from "node:https";
import type { AddressInfo, LookupFunction } from "node:net";
import { isPublicHost, isPublicIp } from "../lib/public-address.ts";

export interface GateRules {
  /** Every address of a name. */
  resolve(hostname: string, done: (error: Error | null, found: LookupAddress[]) => void): void;
  isPublic(ip: string): boolean;
  /** As a URL has them: empty for the protocol's own. */
  ports: readonly string[];
}

const RULES: GateRules = {
  resolve: (hostname, done) => lookup(hostname, { all: true }, done),
  isPublic: isPublicIp,
  ports: ["", "80", "443"],
};
/** What the worker says of itself; nothing else goes out. */
const PASSED = ["accept", "accept-encoding", "user-agent"];
const IDLE_MS = 10_000;

/** Opens it at an address with a secret in its path; the process may end while it is open. */
export async function openGate(changes: Partial<GateRules> = {}) {
  const rules = { ...RULES, ...changes };
  const path = `/${randomBytes(24).toString("hex")}`;
  const server = createServer((incoming, outgoing) => {
    const address = String(incoming.headers["preview-address"] ?? "");
    if (incoming.url !== path || incoming.method !== "GET" || !mayPass(address, rules))
      return void outgoing.writeHead(403).end();
    const onward = (address.startsWith("https:") ? askHttps : askHttp)(address, {
      headers: passedOn(incoming),
      agent: false,
      timeout: IDLE_MS,
      lookup: publicLookup(rules),
    });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    onward.on("timeout", () => onward.destroy());
    onward.on("error", () => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end();
    });
    outgoing.on("close", () => onward.destroy());
    onward.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close() {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** What is written as a number is never looked up, so the host is judged here, too. */
function mayPass(address: string, { isPublic, ports }: GateRules): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  return (
    (protocol === "http:" || protocol === "https:") &&
    username + password === "" &&
    ports.includes(port) &&
    (isPublicHost(hostname) || isPublic(hostname))
  );
}

function passedOn({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return Object.fromEntries(
    PASSED.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
  );
}

/** One private address among those of a name is reason enough to stay away from it. */
function publicLookup({ resolve, isPublic }: GateRules): LookupFunction {
  return (hostname, options, done) =>
    resolve(hostname, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return done(error ?? new Error("no address"), []);
      if (!found.every(({ address }) => isPublic(address)))
        return done(new Error("not a public address"), []);
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
}
