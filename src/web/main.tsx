// Starts the page: behaviour first, then the views.
// Everything that lives as long as the page is started here, and only here.

import { render } from "preact";
import { startMe } from "./behavior/me.ts";
import { startReading } from "./behavior/reading.ts";
import { startRooms, wakeAll } from "./behavior/rooms.ts";
import { startRouter } from "./behavior/router.ts";
import { session, startSession } from "./behavior/session.ts";
import { startShortcuts } from "./behavior/shortcuts.ts";
import { refreshToday } from "./behavior/time.ts";
import { startViewport } from "./behavior/viewport.ts";
import { loadAccountMenu } from "./parts/lazy-account-menu.tsx";
import { loadDialogs } from "./parts/lazy-dialogs.tsx";
import { loadDirect } from "./parts/lazy-private.tsx";
import { loadKept } from "./parts/lazy-kept.tsx";
import { loadWriting } from "./parts/lazy-writing.ts";
import { loadJoin } from "./views/lazy-join.tsx";
import { Page } from "./views/page.tsx";

const MINUTE = 60_000;
const AT_REST_MS = 2_000;
const AGAIN_MS = 10_000;

startRouter();
startRooms();
startReading();
startMe();
startShortcuts();
startViewport();
if (session.peek().name !== "known") loadJoin();
void startSession();
loadBadge();

for (const type of ["online", "pageshow"]) addEventListener(type, wakeAll);
document.addEventListener("visibilitychange", () => {
  refreshToday();
  if (document.visibilityState === "visible") wakeAll();
});
setInterval(refreshToday, MINUTE);

// Not with the first load, but before one may be offline.
addEventListener("load", () =>
  setTimeout(() => {
    loadDialogs();
    loadAccountMenu();
    loadWriting();
    loadKept();
    loadDirect();
    // Where it fails, a room that needs it tries again.
    import("../client/over-http.ts").catch(() => undefined);
  }, AT_REST_MS),
);

const root = document.getElementById("page");
if (root) render(<Page />, root);

/** Title and icon of the tab are no part of the first paint. */
function loadBadge(): void {
  import("./behavior/badge.ts").then(
    ({ startBadge }) => startBadge(),
    () => setTimeout(loadBadge, AGAIN_MS),
  );
}
