// What the set-up provides to the tests inside workerd: where the strangers are.
// Both sides import it, so that the two names and their types stand once.

export interface Provided {
  /** `host:port` of the strangers, and of a second server of theirs. */
  strangers: string;
  others: string;
}

declare module "vitest" {
  interface ProvidedContext extends Provided {}
}
