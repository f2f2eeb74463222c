// The offer to own the community: for one person of a deployment, and so in nobody's first load.

import { setUp } from "../behavior/community.ts";
import { lazyPart } from "./lazy.tsx";

const { load, Part } = lazyPart(async () => (await import("./set-up-offer.tsx")).SetUpOffer);

export function SetUpOffer() {
  if (!setUp.value) return null;
  load();
  return <Part />;
}
