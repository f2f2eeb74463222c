// Upgrades: `/room/:name` to its room, `/lobby` to the workspace [C1] [C2].
// Name, origin and session are checked here; the object behind gets a verified hand-over.

import { Hono, type Context, type MiddlewareHandler } from "hono";
import { CLOSE } from "../../protocol/codes.ts";
import { PROTOCOL_VERSION } from "../../protocol/limits.ts";
import { answerFailure, FAILURES } from "../answers.ts";
import { personOf, roomOf, workspaceOf, type Route } from "../env.ts";
import { handOverUpgrade } from "../hand-over.ts";
import { limitPerAddress } from "../middleware/limit.ts";
import { isRoomAddress, roomNameOf } from "../middleware/room-name.ts";
import { requireSession } from "../middleware/session.ts";

const PROTOCOL = `edgewise.v${PROTOCOL_VERSION}`;

export const sockets = new Hono<Route>();

sockets.get("/room/:name", async (c, next) => {
  const isRoom = isRoomAddress(c.req.param("name"));
  if (isUpgrade(c)) return isRoom ? next() : answerFailure(FAILURES.badName);
  return pageOf(c, isRoom ? undefined : 400);
});

sockets.get("/room/:name", limitPerAddress("JOIN_LIMIT"), requireSession, async (c) => {
  const name = roomNameOf(c);
  const query = new URL(c.req.url).searchParams;
  query.set("room", name);
  return upgrade(c, (request) => enterRoom(c, name, request), query);
});

/** Whoever is let in for the first time has the room among their own, before the first frame. */
async function enterRoom(c: Context<Route>, name: string, request: Request): Promise<Response> {
  const response = await roomOf(c.env, name).fetch(request);
  if (response.status !== 101 || c.get("knownRoom")) return response;
  const { person, session } = c.get("user");
  // A room that is nobody's own yet is not told when a session ends [C5].
  if (!(await personOf(c.env, person.id).rememberRoom(name, session)))
    await roomOf(c.env, name).endSession(session);
  return response;
}

/** The page's own addresses: one's lists over all rooms. */
for (const path of ["/inbox", "/bookmarks"])
  sockets.get(path, (c, next) => (isUpgrade(c) ? next() : pageOf(c)));

/** What an invite leads to is the page's to ask [D7] [M5]. */
for (const path of ["/invite/:token", "/invite/:room/:token"]) sockets.get(path, (c) => pageOf(c));

/** Nothing can be there: the page says so, in words for people. */
for (const path of ["/room/*", "/invite/*"])
  sockets.get(path, (c, next) => (isUpgrade(c) ? next() : pageOf(c, 404)));

async function pageOf(c: Context<Route>, status?: number): Promise<Response> {
  const page = await c.env.ASSETS.fetch(new URL("/", c.req.url));
  return new Response(page.body, { status: status ?? page.status, headers: page.headers });
}

const onlyUpgrades: MiddlewareHandler<Route> = async (c, next) => {
  if (isUpgrade(c)) return next();
  return answerFailure({
    code: "bad_command",
    message: "This address takes WebSocket upgrades only.",
  });
};

sockets.use("/lobby", limitPerAddress("JOIN_LIMIT"), onlyUpgrades, requireSession);
sockets.use("/inbox", limitPerAddress("JOIN_LIMIT"), onlyUpgrades, requireSession);

sockets.get("/lobby", (c) => {
  const query = new URL(c.req.url).searchParams;
  return upgrade(c, (request) => workspaceOf(c.env).fetch(request), query);
});

sockets.get("/inbox", (c) => {
  const query = new URL(c.req.url).searchParams;
  const { id } = c.get("user").person;
  return upgrade(c, (request) => personOf(c.env, id).fetch(request), query);
});

/** None offered means version 1; an unknown one is told so by 4502. */
async function upgrade(
  c: Context<Route>,
  send: (request: Request) => Promise<Response>,
  query: URLSearchParams,
): Promise<Response> {
  const offered = (c.req.header("sec-websocket-protocol") ?? "")
    .split(",")
    .map((item) => item.trim());
  const [first = ""] = offered;
  if (first !== "" && !offered.includes(PROTOCOL)) return refuseVersion(first);
  const response = await send(handOverUpgrade(query, c.get("user")));
  if (response.status !== 101 || !response.webSocket) return response;
  const headers = new Headers({ "request-id": c.get("requestId") });
  if (first !== "") headers.set("Sec-WebSocket-Protocol", PROTOCOL);
  return new Response(null, { status: 101, webSocket: response.webSocket, headers });
}

/** A browser hears a close code only on a socket whose protocol it knows, so the offer is echoed. */
function refuseVersion(offered: string): Response {
  const pair = new WebSocketPair();
  pair[1].accept();
  pair[1].close(CLOSE.version, `this server speaks ${PROTOCOL}`);
  const headers = { "Sec-WebSocket-Protocol": offered };
  return new Response(null, { status: 101, webSocket: pair[0], headers });
}

function isUpgrade(c: Context<Route>): boolean {
  return c.req.header("upgrade")?.toLowerCase() === "websocket";
}
