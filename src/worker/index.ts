// The worker in front: stateless, it routes requests to the objects that hold the state.
// Nothing that a client sends reaches an object before its name, origin and session were checked.

import { Hono } from "hono";
import { answerFailure, FAILURES } from "./answers.ts";
import type { Route } from "./env.ts";
import { logBug } from "./log-line.ts";
import { headers } from "./middleware/headers.ts";
import { account } from "./routes/account.ts";
import { community } from "./routes/community.ts";
import { communityOrder } from "./routes/community-order.ts";
import { direct } from "./routes/direct.ts";
import { exported } from "./routes/export.ts";
import { files } from "./routes/files.ts";
import { communityInvites, invites, roomInvites } from "./routes/invites.ts";
import { kept } from "./routes/kept.ts";
import { me } from "./routes/me.ts";
import { pictures } from "./routes/pictures.ts";
import { previews } from "./routes/previews.ts";
import { people, profile } from "./routes/profile.ts";
import { rooms } from "./routes/rooms.ts";
import { session } from "./routes/session.ts";
import { signIn } from "./routes/sign-in.ts";
import { sockets } from "./routes/sockets.ts";
import { uploads } from "./routes/uploads.ts";

const app = new Hono<Route>();

app.use(headers);
app.get("/api/health", (c) => c.json({ ok: true }));
app.route("/api/session", session);
app.route("/api/sign-in", signIn);
app.route("/api/community", community);
app.route("/api/community", communityOrder);
app.route("/api/rooms", rooms);
app.route("/api/rooms", roomInvites);
app.route("/api/community/invites", communityInvites);
app.route("/api/invites", invites);
app.route("/api/rooms", uploads);
app.route("/", files);
app.route("/", pictures);
app.route("/api/me", me);
app.route("/api/me", direct);
app.route("/api/me", kept);
app.route("/api/previews", previews);
app.route("/api/me", account);
app.route("/api/me", profile);
app.route("/api/people", people);
app.route("/api/me", exported);
app.route("/", sockets);
app.notFound(() => answerFailure(FAILURES.notFound));
app.onError((error, c) => {
  logBug({ request: c.get("requestId"), route: c.req.routePath }, error);
  return answerFailure(FAILURES.internal);
});

export default app;
export { Handle } from "./objects/handle.ts";
export { Person } from "./objects/person.ts";
export { Room } from "./objects/room.ts";
export { Workspace } from "./objects/workspace.ts";
