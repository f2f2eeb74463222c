import { describe, expect, it } from "vitest";
import { createApi } from "../../src/client/api.ts";
import { openLobby } from "../../src/client/lobby.ts";
import { newId } from "../../src/client/new-id.ts";
import { createWorld } from "./world.ts";

const ORIGIN = "http://localhost:8787";
const user = { id: "a".repeat(26), handle: "ada", name: "Ada" };
const listed = (name: string, title = name) => ({ name, title, topic: "", createdTs: 1 });

describe("sessions and rooms over HTTP", () => {
  it("[T3] claims a handle, and again with the same id after a lost answer (fault 35)", async () => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, platform: world.platform });
    const id = newId(world.platform);
    const lost = await api.claim({ handle: "ada", name: "Ada", id });
    expect(lost).toMatchObject({ ok: false, failure: { code: "overloaded" } });
    world.onFetch = () => Response.json({ user });
    expect(await api.claim({ handle: "ada", name: "Ada", id })).toEqual({
      ok: true,
      value: { user },
    });
    expect(world.requests.map(({ body }) => body)).toEqual([
      { handle: "ada", name: "Ada", id },
      { handle: "ada", name: "Ada", id },
    ]);
  });

  it("[T3] [T5] passes on why not, with the suggestion", async () => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, platform: world.platform });
    const failure = { code: "name_taken", message: "Taken.", suggestion: "ada-2" };
    world.onFetch = () => Response.json(failure, { status: 409 });
    expect(await api.claim({ handle: "ada", id: "12345678" })).toEqual({ ok: false, failure });
  });

  it("knows that nobody is signed in from a server that is not there", async () => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, platform: world.platform });
    expect(await api.session()).toMatchObject({ ok: false, failure: { code: "overloaded" } });
    world.onFetch = () => Response.json({ code: "unauthorized", message: "" }, { status: 401 });
    expect(await api.session()).toEqual({ ok: true, value: undefined });
    world.onFetch = () => Response.json({ user });
    expect(await api.session()).toEqual({
      ok: true,
      value: { user, account: false, role: "guest" },
    });
  });

  it.each([
    [502, "<html>Bad gateway</html>", "overloaded"],
    [429, "", "rate_limited"],
    [404, "{", "not_found"],
    [500, '{"code":"made_up","message":1}', "overloaded"],
  ])("[T5] makes a failure of whatever comes: %i", async (status, body, code) => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, platform: world.platform });
    world.onFetch = () => new Response(body, { status });
    expect(await api.rooms()).toMatchObject({ ok: false, failure: { code } });
  });

  it("gives up after 15 s without an answer", async () => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, platform: world.platform });
    world.platform.fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const rooms = api.rooms();
    await world.advance(15_001);
    expect(await rooms).toMatchObject({ ok: false, failure: { code: "overloaded" } });
  });

  it("[T4] lists and creates rooms; signs out", async () => {
    const world = createWorld();
    const api = createApi({ origin: ORIGIN, token: "secret", platform: world.platform });
    world.onFetch = (method) => {
      if (method === "DELETE") return new Response(null, { status: 204 });
      if (method === "POST")
        return Response.json(listed("tech-talk", "Tech Talk"), { status: 201 });
      return Response.json({ rooms: [listed("general")] });
    };
    expect(await api.rooms()).toEqual({ ok: true, value: [listed("general")] });
    const made = await api.createRoom({ name: "tech-talk", title: "Tech Talk", id: "12345678" });
    expect(made).toEqual({ ok: true, value: listed("tech-talk", "Tech Talk") });
    expect(await api.signOut()).toEqual({ ok: true, value: undefined });
    expect(world.requests[0]?.headers["authorization"]).toBe("Bearer secret");
  });
});

describe("the lobby [T4]", () => {
  async function opened() {
    const world = createWorld();
    world.onUpgrade = (socket) => {
      socket.onSent = (text) => {
        if (text === "ping") socket.deliver("pong lobby 0");
      };
      socket.open();
      socket.deliver({ type: "rooms", rooms: [listed("general"), listed("random")] });
    };
    const lobby = openLobby({ origin: ORIGIN, platform: world.platform });
    await world.settle();
    return { world, lobby };
  }

  it("shows the list, then each room that is new or changed", async () => {
    const { world, lobby } = await opened();
    expect(world.socket.url).toBe("ws://localhost:8787/lobby");
    expect(lobby.state.connection.name).toBe("live");
    world.socket.deliver({ type: "room", room: listed("tech-talk") });
    world.socket.deliver({ type: "room", room: listed("general", "Everybody") });
    expect(lobby.state.rooms.map(({ title }) => title).toSorted()).toEqual([
      "Everybody",
      "random",
      "tech-talk",
    ]);
  });

  it("stays connected, and replaces the list after a cut", async () => {
    const { world, lobby } = await opened();
    await world.advance(300_000);
    expect(world.sockets).toHaveLength(1);
    world.socket.deliver({ type: "room", room: listed("gone") });
    world.socket.cut();
    await world.advance(1_000);
    expect(lobby.state.rooms.map(({ name }) => name)).toEqual(["general", "random"]);
  });

  it("[C2] ends where nobody is signed in", async () => {
    const world = createWorld();
    world.onUpgrade = (socket) => socket.cut();
    world.onFetch = () =>
      Response.json({ code: "unauthorized", message: "Sign in." }, { status: 401 });
    const lobby = openLobby({ origin: ORIGIN, platform: world.platform });
    await world.advance(1_000);
    expect(lobby.state.connection).toMatchObject({ name: "ended", code: "unauthorized" });
  });

  it("still shows rooms where no socket gets through", async () => {
    const world = createWorld();
    world.onUpgrade = (socket) => socket.cut();
    world.onFetch = () => Response.json({ rooms: [listed("general")] });
    const lobby = openLobby({ origin: ORIGIN, platform: world.platform });
    await world.advance(1_000);
    expect(lobby.state.rooms).toEqual([listed("general")]);
  });
});
