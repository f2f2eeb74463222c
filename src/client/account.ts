// One's own account over HTTP: signing in, password, recovery codes, sessions [T11] [T12].
// Not part of `createApi`: a page needs it only once somebody opens their settings, or signs in.

import type {
  AccountAnswer,
  CodesAnswer,
  CreationOptions,
  LeavingBody,
  NewProfile,
  PersonAnswer,
  Proof,
  RegistrationResponse,
  RequestOptions,
  SessionListed,
  SessionsAnswer,
  SignIn,
} from "../protocol/account.ts";
import type { SessionAnswer } from "../protocol/http.ts";
import { ok, type Result } from "../lib/result.ts";
import type { Refusal } from "./api.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export interface AccountApi {
  /** Errors: `unauthorized` for whatever is wrong; `rate_limited` with the time to wait. */
  signIn(body: SignIn): Promise<Result<SessionAnswer, Refusal>>;
  /** Errors: `name_taken` with a suggestion; `rate_limited`. */
  changeProfile(profile: NewProfile): Promise<Result<SessionAnswer, Refusal>>;
  account(): Promise<Result<AccountAnswer, Refusal>>;
  /** Errors: `forbidden` where the proof is wrong; `rate_limited`. */
  prove(proof: Proof): Promise<Result<unknown, Refusal>>;
  /** Errors: `bad_command`; `forbidden` without a fresh proof. */
  setPassword(password: string): Promise<Result<unknown, Refusal>>;
  /** New recovery codes; those before are void. Error: `forbidden` without a fresh proof. */
  newCodes(): Promise<Result<string[], Refusal>>;
  /** What the browser's `navigator.credentials` is to be asked for [T13]. */
  signInOptions(): Promise<Result<RequestOptions, Refusal>>;
  passkeyOptions(): Promise<Result<CreationOptions, Refusal>>;
  /** Errors: `forbidden`, `storage_full`. */
  addPasskey(passkey: RegistrationResponse): Promise<Result<unknown, Refusal>>;
  /** Errors: `forbidden` for the last way in; `not_found`. */
  removePasskey(id: string): Promise<Result<unknown, Refusal>>;
  /** Error: `not_found`. */
  renamePasskey(id: string, name: string): Promise<Result<unknown, Refusal>>;
  /** Who somebody is, and in which time zone [T14]. Error: `not_found`. */
  person(id: string): Promise<Result<PersonAnswer, Refusal>>;
  sessions(): Promise<Result<SessionListed[], Refusal>>;
  endSession(id: string): Promise<Result<unknown, Refusal>>;
  /** All but the one that asks. */
  endOtherSessions(): Promise<Result<unknown, Refusal>>;
  /** For good [T16]. Errors: `forbidden` without a fresh proof, and for the last owner. */
  leave(messages: LeavingBody["messages"]): Promise<Result<unknown, Refusal>>;
}

export function createAccountApi(options: HttpOptions): AccountApi {
  const http = createHttp(options);
  return {
    async signIn(body) {
      return resultOf(await http("POST", "/api/sign-in", body));
    },
    async changeProfile(profile) {
      return resultOf(await http("PUT", "/api/me/profile", profile));
    },
    async account() {
      return resultOf(await http("GET", "/api/me/account"));
    },
    async prove(proof) {
      return resultOf(await http("POST", "/api/me/proof", proof));
    },
    async setPassword(password) {
      return resultOf(await http("PUT", "/api/me/password", { password }));
    },
    async newCodes() {
      const result = resultOf<CodesAnswer>(await http("POST", "/api/me/codes"));
      return result.ok ? ok(result.value.codes) : result;
    },
    async signInOptions() {
      return resultOf(await http("POST", "/api/sign-in/options"));
    },
    async passkeyOptions() {
      return resultOf(await http("POST", "/api/me/passkeys/options"));
    },
    async addPasskey(passkey) {
      return resultOf(await http("POST", "/api/me/passkeys", { passkey }));
    },
    async removePasskey(id) {
      return resultOf(await http("DELETE", `/api/me/passkeys/${id}`));
    },
    async renamePasskey(id, name) {
      return resultOf(await http("PUT", `/api/me/passkeys/${id}`, { name }));
    },
    async person(id) {
      return resultOf(await http("GET", `/api/people/${id}`));
    },
    async sessions() {
      const result = resultOf<SessionsAnswer>(await http("GET", "/api/me/sessions"));
      return result.ok ? ok(result.value.sessions) : result;
    },
    async endSession(id) {
      return resultOf(await http("DELETE", `/api/me/sessions/${id}`));
    },
    async endOtherSessions() {
      return resultOf(await http("DELETE", "/api/me/sessions"));
    },
    async leave(messages) {
      return resultOf(await http("POST", "/api/me/leave", { messages }));
    },
  };
}
