// Owns what `cloudflare:workers` knows in these tests: the deployed module and its bindings.
// It only points there; the worker says itself what it exports and expects.

declare namespace Cloudflare {
  type Bindings = import("../../src/worker/env.ts").Env;
  interface Env extends Bindings {}
  interface GlobalProps {
    mainModule: typeof import("../../src/worker/index.ts");
  }
}
