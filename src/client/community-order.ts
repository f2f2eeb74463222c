// Order in the community over HTTP: bans, who is what, the audit log [O9] to [O11].
// For its moderators; everybody else is refused.

import type {
  BansAnswer,
  CommunityAuditAnswer,
  CommunityMember,
  NewBan,
} from "../protocol/community-order.ts";
import type { Result } from "../lib/result.ts";
import type { Refusal } from "./api.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export interface CommunityOrderApi {
  /** The newest first; `before`: the `next` of the page above. */
  bans(before?: number): Promise<Result<BansAnswer, Refusal>>;
  /** Errors: `forbidden`, `not_found`. */
  ban(person: string, terms: NewBan): Promise<Result<unknown, Refusal>>;
  /** Errors: `forbidden`, `not_found`. */
  liftBan(person: string): Promise<Result<unknown, Refusal>>;
  /** Errors: `forbidden`, `not_found`. */
  find(handle: string): Promise<Result<CommunityMember, Refusal>>;
  audit(before?: number): Promise<Result<CommunityAuditAnswer, Refusal>>;
}

export function createCommunityOrderApi(options: HttpOptions): CommunityOrderApi {
  const http = createHttp(options);
  const bans = "/api/community/bans";
  return {
    async bans(before) {
      return resultOf(await http("GET", `${bans}${below(before)}`));
    },
    async ban(person, terms) {
      return resultOf(await http("PUT", `${bans}/${person}`, terms));
    },
    async liftBan(person) {
      return resultOf(await http("DELETE", `${bans}/${person}`));
    },
    async find(handle) {
      return resultOf(await http("GET", `/api/community/people/${encodeURIComponent(handle)}`));
    },
    async audit(before) {
      return resultOf(await http("GET", `/api/community/audit${below(before)}`));
    },
  };
}

function below(before: number | undefined): string {
  return before === undefined ? "" : `?before=${before}`;
}
