// What the deployment binds, and what a request carries through the worker.
// Every variable is optional: the defaults run without an account, a secret or a setting.

import type { Handle } from "./objects/handle.ts";
import type { Person } from "./objects/person.ts";
import type { Room } from "./objects/room.ts";
import type { Workspace } from "./objects/workspace.ts";
import type { Picture } from "./files/picture.ts";
import type { HandOver } from "./hand-over.ts";

export interface Env {
  ASSETS: Fetcher;
  ROOM: DurableObjectNamespace<Room>;
  PERSON: DurableObjectNamespace<Person>;
  HANDLE: DurableObjectNamespace<Handle>;
  WORKSPACE: DurableObjectNamespace<Workspace>;
  /** Where the bytes of files are; without it the deployment takes none. */
  FILES?: R2Bucket;
  /** Bytes of one file, of all of one person's, and of everybody's. */
  FILE_BYTES?: string;
  PERSON_FILE_BYTES?: string;
  COMMUNITY_FILE_BYTES?: string;
  SESSION_LIMIT?: RateLimit;
  JOIN_LIMIT?: RateLimit;
  PREVIEW_LIMIT?: RateLimit;
  PREVIEW_HOST_LIMIT?: RateLimit;
  SIGN_IN_LIMIT?: RateLimit;
  /** "off" lifts all rate limits: for load tests. */
  RATE_LIMIT?: string;
  /** Microseconds of the send window for each open socket of a room; 0 sends each entry at once. */
  SEND_WINDOW_US?: string;
  /** Further origins that may use a cookie here, separated by commas [C2]. */
  ALLOWED_ORIGINS?: string;
  /** Whoever has it may become the community's owner; without it whoever came first may [M2]. */
  SETUP_TOKEN?: string;
  /** Exact `host:port` pairs that previews may ask although they are not public: for tests. */
  PREVIEW_ALLOW?: string;
  /** The gate that `npm start` runs: it refuses names that resolve to private addresses. */
  PREVIEW_GATE?: string;
}

export interface Route {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** Set where the route asks for a session. */
    user: HandOver;
    /** The room of this address is among the person's own already. */
    knownRoom: boolean;
    /** The room that `@ada` stands for, for whoever asks [N3]. */
    directRoom: string | undefined;
    /** Set where the route takes one as its body. */
    picture: Picture;
    /** Keyed digest of where the request comes from, where a session may be opened and that is known. */
    address: string | undefined;
  };
}

/** The directory: there is one. */
export function workspaceOf(env: Env): DurableObjectStub<Workspace> {
  return env.WORKSPACE.get(env.WORKSPACE.idFromName("the one"));
}

export function roomOf(env: Env, name: string): DurableObjectStub<Room> {
  return env.ROOM.get(env.ROOM.idFromName(name));
}

export function personOf(env: Env, id: string): DurableObjectStub<Person> {
  return env.PERSON.get(env.PERSON.idFromName(id));
}

export function handleOf(env: Env, handle: string): DurableObjectStub<Handle> {
  return env.HANDLE.get(env.HANDLE.idFromName(handle));
}
