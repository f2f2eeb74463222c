// A desktop that shows no notifications but keeps them, and a page that is hidden on it.

import type { Page } from "@playwright/test";

/** Stands in for the desktop: keeps what would be shown. */
export function recordNotifications(): void {
  const bodies: string[] = [];
  class Recorded extends EventTarget {
    static permission = "granted";
    static requestPermission = () => Promise.resolve("granted");
    constructor(_title: string, { body }: { body: string }) {
      super();
      bodies.push(body);
    }
    close(): void {}
  }
  Object.assign(globalThis, { Notification: Recorded, notified: bodies });
}

export function notified(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { notified: string[] }).notified);
}

export function hide(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((isHidden) => {
    const state = isHidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
