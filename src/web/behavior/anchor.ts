// A row that is in view, and where it is: what the reader's eyes hold on to.
// Found by rectangles of a few rows, not by sums of heights, so that nothing drifts.

export interface Anchor {
  row: Element;
  /** Pixels below the scroller's top edge. */
  top: number;
}

export function offsetIn(scroller: Element, row: Element): number {
  return row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

/** The first row whose lower edge is in view. */
export function pickAnchor(scroller: Element): Anchor | undefined {
  const rows = scroller.getElementsByTagName("article");
  const edge = scroller.getBoundingClientRect().top;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= edge) low = middle + 1;
    else high = middle;
  }
  const row = rows[low];
  return row && { row, top: row.getBoundingClientRect().top - edge };
}
