// Bodies of what makes a handle one's own: signing in, passwords, recovery codes, sessions [T11] [T12].
// A password is well-formed text of 10 to 256 code points; how long one is that is tried says nothing.

import * as v from "valibot";
import { codePoints, longerThan } from "../lib/text.ts";
import type { CommunityRole } from "./community-roles.ts";
import { displayName, handle, label, text } from "./fields.ts";
import type { FileLimits, OwnFile } from "./files.ts";
import { LIMITS } from "./limits.ts";
import { isTimeZone, isVisible } from "./names.ts";
import type { NoticeReason, NotificationLevel, SessionAnswer } from "./http.ts";
import type { Person } from "./people.ts";

const MIN = LIMITS.passwordShortest;
const MAX = LIMITS.passwordLongest;

export const newPassword = v.object({
  password: v.pipe(
    text,
    v.check(
      (s) => codePoints(s) >= MIN && !longerThan(s, MAX),
      `must have ${MIN} to ${MAX} characters`,
    ),
    v.check((s) => new Set(s).size >= 5, "must have at least 5 different characters"),
  ),
});

const tried = v.pipe(text, v.minLength(1), v.maxLength(2 * MAX));

/** Bytes as base64url, as WebAuthn has them in JSON. */
const bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,16384}$/, "must be base64url"));
const credential = {
  id: bytes,
  rawId: bytes,
  type: v.literal("public-key"),
  clientExtensionResults: v.optional(v.object({}), {}),
};

/** What an authenticator made: the browser's `PublicKeyCredential.toJSON()`. */
const registrationResponse = v.object({
  ...credential,
  response: v.object({ clientDataJSON: bytes, attestationObject: bytes }),
});
export type RegistrationResponse = v.InferOutput<typeof registrationResponse>;

/** What an authenticator signed; `userHandle` is the person id. */
const authenticationResponse = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes,
  }),
});
export type AuthenticationResponse = v.InferOutput<typeof authenticationResponse>;

export const newPasskey = v.object({ passkey: registrationResponse });

const password = { password: tried };
const code = { code: tried };
const passkey = { passkey: authenticationResponse };

/** A password, a recovery code, or a passkey. */
export const proof = v.union(
  [v.object(password), v.object(code), v.object(passkey)],
  "must have a password, a code or a passkey",
);
export type Proof = v.InferOutput<typeof proof>;

/** Answer with a token instead of a cookie: for what is not a browser. */
const token = { token: v.optional(v.boolean()) };

/** A passkey knows whose it is. */
export const signIn = v.union(
  [
    v.object({ handle, ...password, ...token }),
    v.object({ handle, ...code, ...token }),
    v.object({ ...passkey, ...token }),
  ],
  "must have a handle with a password or a code, or a passkey",
);
export type SignIn = v.InferOutput<typeof signIn>;

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn, as far as this server says it. */
export interface CreationOptions {
  rp: { name: string; id?: string };
  /** `id`: the person id, base64url. */
  user: { id: string; name: string; displayName: string };
  challenge: string;
  pubKeyCredParams: { alg: number; type: "public-key" }[];
  timeout?: number;
  excludeCredentials?: { id: string; type: "public-key" }[];
}

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn, as far as this server says it. */
export interface RequestOptions {
  challenge: string;
  timeout?: number;
  rpId?: string;
}

/** What one calls a passkey of one's own. */
export const passkeyName = v.object({
  name: v.pipe(label(64), v.check(isVisible, "must not be blank")),
});

export interface PasskeyListed {
  id: string;
  /** Where it was made, in a few words. */
  name: string;
  /** ms since 1970 */
  createdTs: number;
  usedTs: number;
}

/** What is left out stays. */
export const newProfile = v.object({
  handle: v.optional(handle),
  name: v.optional(displayName),
  /** "" takes it away. */
  zone: v.optional(
    v.pipe(
      v.string(),
      v.check((s) => s === "" || isTimeZone(s), "must be a time zone"),
    ),
  ),
});
export type NewProfile = v.InferOutput<typeof newProfile>;

/** `POST /api/me/leave`: what becomes of the messages one wrote [T16]. */
export const leavingBody = v.object({ messages: v.picklist(["keep", "erase"]) });
export type LeavingBody = v.InferOutput<typeof leavingBody>;

/** `GET /api/people/:person`: who somebody is, and in which time zone, where they say so [T14]. */
export interface PersonAnswer {
  person: Person;
  zone?: string;
}

/** `GET /api/me/account`. */
export interface AccountAnswer {
  hasPassword: boolean;
  passkeys: PasskeyListed[];
  /** Recovery codes that were not used yet. */
  codes: number;
  /** Whether this session may change what one signs in with, without another proof. */
  proved: boolean;
}

/** Shown once: the server keeps their digests only. */
export interface CodesAnswer {
  codes: string[];
}

/** One of one's own sessions [T12]. */
export interface SessionListed {
  id: string;
  /** What it runs on, in a few words; empty where that is not known. */
  device: string;
  /** ms since 1970 */
  createdTs: number;
  /** ms since 1970, to the day */
  usedTs: number;
  /** The one that asks. */
  current: boolean;
}

export interface SessionsAnswer {
  sessions: SessionListed[];
}

/** One of one's own messages, as it is now [T15]. */
export interface OwnMessage {
  seq: number;
  ts: number;
  body: string;
  thread?: number;
  replyTo?: number;
  editedTs?: number;
  /** The names of its files. */
  files?: string[];
}

/** `GET /api/me/export`: everything that is kept of a person, less what they sign in with. */
export interface ExportAnswer {
  profile: Person;
  zone?: string;
  sessions: Omit<SessionListed, "current">[];
  passkeys: PasskeyListed[];
  rooms: { room: string; level: NotificationLevel }[];
  bookmarks: { room: string; seq: number }[];
  /** Which messages concerned one, and whether they were read. */
  notices: { room: string; seq: number; why: NoticeReason; read: boolean }[];
  files: OwnFile[];
  /** By room, rising; not those that were deleted. */
  messages: (OwnMessage & { room: string })[];
}

/** `GET /api/session`: who one is, and whether the handle is proven to be one's own. */
export interface OwnSession extends SessionAnswer {
  account: boolean;
  /** Absent where the deployment takes neither files nor pictures of people and rooms. */
  files?: FileLimits;
  /** What one is in the community. */
  role: CommunityRole;
}
