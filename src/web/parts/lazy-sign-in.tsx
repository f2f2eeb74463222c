// The way in for whoever has an account, fetched when it is asked for.

import { lazyPart } from "./lazy.tsx";

export const {
  load: loadSignIn,
  Part: SignIn,
  isLoaded: hasSignIn,
} = lazyPart(async () => (await import("../views/sign-in.tsx")).SignIn);
