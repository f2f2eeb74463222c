// Owns what `cloudflare:workers` knows in these tests: the deployed module and its bindings.
// It only points there; the worker says itself what it exports and expects.

import type { Env as Bindings } from "../../src/worker/env.ts";
import type * as worker from "../../src/worker/index.ts";

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}
