// Read marks that were written together: some hundred people to a row, each on one page for good.
// Whoever reads a mark takes the higher one of here and of the member's own row; both only rise, but where one is set back.

import { keptFrom, type Sql } from "../lib/sql.ts";

/** People on a page: a row of some 20 kB. */
const PEOPLE = 500;

interface Pages {
  /** The mark that each author's own message sets is written up to here. */
  upto: number;
  pages: Record<string, number>[];
  /** On which page somebody is. */
  pageOf: Map<string, number>;
}

function pagesOf(sql: Sql): Readonly<Pages> {
  return keptFrom(sql, "mark pages", ["mark_page"], () => {
    const rows = sql.all<{ upto: number; seqs: string }>(
      "SELECT upto, seqs FROM mark_page ORDER BY page",
    );
    const pages = rows.map(({ seqs }) => JSON.parse(seqs) as Record<string, number>);
    const pageOf = new Map(pages.flatMap((page, i) => Object.keys(page).map((id) => [id, i])));
    return { upto: rows[0]?.upto ?? 0, pages, pageOf };
  });
}

/** 0 where the person is on no page. */
export function pagedMark(sql: Sql, person: string): number {
  const { pages, pageOf } = pagesOf(sql);
  return pages[pageOf.get(person) ?? -1]?.[person] ?? 0;
}

/** Up to where the marks that the log itself tells of are written. */
export function authorsWrittenTo(sql: Sql): number {
  return pagesOf(sql).upto;
}

/** Writes marks that rise: a row for each page of people, and how far authors are written in the first. */
export function writePages(sql: Sql, marks: ReadonlyMap<string, number>, upto: number): void {
  const { upto: before, pages, pageOf } = pagesOf(sql);
  const changed = new Map<number, Record<string, number>>();
  const pageAt = (at: number) => changed.get(at) ?? { ...pages[at] };
  let last = Math.max(0, pages.length - 1);
  let free = PEOPLE - Object.keys(pageAt(last)).length;
  for (const [person, seq] of marks) {
    const known = pageOf.get(person);
    if (known === undefined && free === 0) [last, free] = [last + 1, PEOPLE];
    if (known === undefined) free -= 1;
    const at = known ?? last;
    changed.set(at, Object.assign(pageAt(at), { [person]: seq }));
  }
  if (upto > before && !changed.has(0)) changed.set(0, pageAt(0));
  for (const [at, seqs] of changed) write(sql, at, Math.max(upto, before), seqs);
}

/** The member's own row says from here on how far they have read. */
export function leavePage(sql: Sql, person: string): void {
  const { upto, pages, pageOf } = pagesOf(sql);
  const at = pageOf.get(person);
  if (at === undefined) return;
  const { [person]: _, ...others } = pages[at] ?? {};
  write(sql, at, upto, others);
}

function write(sql: Sql, page: number, upto: number, seqs: Record<string, number>): void {
  sql.all(
    "INSERT INTO mark_page (page, upto, seqs) VALUES (?1, ?2, ?3) ON CONFLICT (page) DO UPDATE SET upto = ?2, seqs = ?3",
    page,
    upto,
    JSON.stringify(seqs),
  );
}
