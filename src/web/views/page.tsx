// The whole page: who one is decides between the first run and the rooms.
// The regions that speak to screen readers stay in the page whatever is shown.

import { session, startSession } from "../behavior/session.ts";
import { t } from "../strings.ts";
import { LiveRegions } from "../parts/live-regions.tsx";
import { Join } from "./lazy-join.tsx";
import { Shell } from "./shell.tsx";

export function Page() {
  return (
    <>
      <View />
      <LiveRegions />
    </>
  );
}

function View() {
  const state = session.value;
  switch (state.name) {
    case "loading":
      return <main class="cover" aria-busy="true" />;
    case "away":
      return (
        <main class="cover">
          <div class="cover__card">
            <h1>{t.serverAway}</h1>
            <p>{t.serverAwayHint}</p>
            <button type="button" class="button button--main" onClick={() => void startSession()}>
              {t.tryAgain}
            </button>
          </div>
        </main>
      );
    case "none":
      return <Join ended={state.ended === true} />;
    case "known":
      return <Shell you={state.you} />;
  }
}
