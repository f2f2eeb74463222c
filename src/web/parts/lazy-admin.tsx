// The pages of those who keep order in the community, fetched when they are first opened.

import { lazyPart } from "./lazy.tsx";

export const { load: loadAdmin, Part: Admin } = lazyPart(
  async () => (await import("./admin.tsx")).Admin,
);
