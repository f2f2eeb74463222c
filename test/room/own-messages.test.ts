// What one person wrote, for the export of their own data: [T15].

import { describe, expect, test } from "vitest";
import { ownMessages } from "../../src/room/own-messages.ts";
import { ada, bea, openRoom } from "./bench-room.ts";

describe("one's own messages", () => {
  test("[T15] all of them, in pages, and nobody else's", () => {
    const { sql, fill } = openRoom();
    // Longer than a page, and than the stretch that is looked through at once.
    for (let i = 0; i < 300; i++) {
      fill(19, bea.id);
      fill(1, ada.id);
    }
    const found: number[] = [];
    let pages = 0;
    for (let after: number | undefined = 0; after !== undefined; pages++) {
      const page = ownMessages(sql, ada.id, after);
      expect(page.messages.length).toBeLessThanOrEqual(200);
      found.push(...page.messages.map(({ seq }) => seq));
      after = page.next;
    }
    expect(found).toEqual(Array.from({ length: 300 }, (_, i) => (i + 1) * 20));
    expect(pages).toBeGreaterThan(1);
    expect(ownMessages(sql, "nobody", 0).messages).toEqual([]);
  });
});
