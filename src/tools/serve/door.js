// Runs in workerd, in front of the bundle and in its isolate: what the platform's front does elsewhere.
// A frame never passes here: after the upgrade a socket is the object's own.

import { WorkerEntrypoint } from "cloudflare:workers";
import app, { Person as AppPerson, Room as AppRoom, Workspace as AppWorkspace } from "app";
import { bucketOver } from "bucket";

export * from "app";

/** The bucket of those that have one, which is no binding here. */
function withBucket(env) {
  return { ...env, FILES: bucketOver(env.SERVE_BYTES) };
}

export class Room extends AppRoom {
  constructor(ctx, env) {
    super(ctx, withBucket(env));
  }
}

export class Person extends AppPerson {
  constructor(ctx, env) {
    super(ctx, withBucket(env));
  }
}

const ADDRESS = /^\[?(.*?)\]?:\d+$/;

export class Workspace extends AppWorkspace {
  constructor(ctx, env) {
    super(ctx, withBucket(env));
  }
}

export default {
  ...app,
  async fetch(request, env, ctx) {
    const { workerFirst, files, behindProxy } = env.SERVE;
    const { pathname, search } = new URL(request.url);
    const isWorkers = workerFirst.some((pattern) => new RegExp(pattern).test(pathname));
    if (!isWorkers && files[pathname]) return serveFile(request, env, files[pathname]);
    const plain = pathname.replace(/\/index(\.html)?$/, "/");
    if (!isWorkers && plain !== pathname && files[plain])
      return new Response(null, {
        status: 307,
        headers: { ...withoutType(files[plain].headers), Location: plain + search },
      });
    return app.fetch(fromClient(request, behindProxy), withBucket(env), ctx);
  },
};

/** The limits count by this header, so a client must not choose it. */
function fromClient(request, behindProxy) {
  const headers = new Headers(request.headers);
  const forwarded = behindProxy && headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const address = forwarded || ADDRESS.exec(request.cf?.clientIp ?? "")?.[1];
  headers.delete("cf-connecting-ip");
  if (address) headers.set("cf-connecting-ip", address);
  return new Request(request, { headers });
}

async function serveFile(request, env, { file, dense, length, headers }) {
  if (request.method !== "GET" && request.method !== "HEAD")
    return new Response(null, { status: 405, headers: withoutType(headers) });
  const zipped = !dense && /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const all = { ...headers, ETag: zipped ? `W/"${file}"` : `"${file}"` };
  if (!dense) all.Vary = "Accept-Encoding";
  if (knows(request.headers.get("if-none-match"), file))
    return new Response(null, { status: 304, headers: all });
  if (zipped) all["Content-Encoding"] = "gzip";
  else all["Content-Length"] = String(length);
  const body =
    request.method === "HEAD"
      ? null
      : (await env.SERVE_FILES.fetch(`http://files/${file}${zipped ? ".gz" : ""}`)).body;
  return new Response(body, { headers: all, encodeBody: "manual" });
}

function withoutType(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "Content-Type"));
}

function knows(ifNoneMatch, file) {
  return (ifNoneMatch ?? "")
    .split(",")
    .some((tag) => tag.trim().replace(/^W\//, "") === `"${file}"`);
}

/** The binding `ASSETS`, for the worker's own use. */
export class ServedAssets extends WorkerEntrypoint {
  fetch(request) {
    const found = this.env.SERVE.files[new URL(request.url).pathname];
    return found ? serveFile(request, this.env, found) : new Response(null, { status: 404 });
  }
}

const counted = new Map();
const COUNTED_MOST = 100_000;

/** The rate limiters: so many calls for a key in each period, counted in memory. */
export class ServedLimit extends WorkerEntrypoint {
  limit({ key }) {
    const { namespace, limit, period } = this.ctx.props;
    const window = Math.floor(Date.now() / (period * 1_000));
    const name = `${namespace} ${key}`;
    if (counted.size > COUNTED_MOST) counted.clear();
    const before = counted.get(name);
    const count = before?.window === window ? before.count + 1 : 1;
    counted.set(name, { window, count });
    return { success: count <= limit };
  }
}
