// The community over HTTP: its settings, its first owner, who is what in it [M1] to [M3].
// Not part of `createApi`: a page needs it before somebody joined, and in the settings.

import type {
  Appointed,
  Community,
  CommunityChange,
  CommunityRolesAnswer,
} from "../protocol/community.ts";
import type { Result } from "../lib/result.ts";
import type { Refusal } from "./api.ts";
import { createHttp, resultOf, type HttpOptions } from "./http.ts";

export interface CommunityApi {
  community(): Promise<Result<Community, Refusal>>;
  /** What is left out stays. Error: `forbidden`. */
  change(change: CommunityChange): Promise<Result<Community, Refusal>>;
  /** Errors: `forbidden`; `rate_limited`. */
  claim(change: CommunityChange & { token?: string }): Promise<Result<Community, Refusal>>;
  roles(): Promise<Result<CommunityRolesAnswer, Refusal>>;
  /** `member` takes an appointment back. Errors: `forbidden`, `not_found`, `storage_full`. */
  appoint(person: string, role: Appointed): Promise<Result<unknown, Refusal>>;
}

export function createCommunityApi(options: HttpOptions): CommunityApi {
  const http = createHttp(options);
  return {
    async community() {
      return resultOf(await http("GET", "/api/community"));
    },
    async change(change) {
      return resultOf(await http("PUT", "/api/community", change));
    },
    async claim(change) {
      return resultOf(await http("POST", "/api/community/owner", change));
    },
    async roles() {
      return resultOf(await http("GET", "/api/community/roles"));
    },
    async appoint(person, role) {
      return resultOf(await http("PUT", `/api/community/roles/${person}`, { role }));
    },
  };
}
