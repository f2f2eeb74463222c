// Watches a page frame by frame: how many messages are in the DOM, and whether what one reads jumps; and how long it works.
// Tasks are measured in processor time: what else a shared machine does in between is not the page's doing.

import type { Browser, Page } from "@playwright/test";

export interface Figures {
  frames: number;
  /** The most articles in the DOM at the end of any frame. */
  articlesMost: number;
  /** Frames in which the row that was watched stood elsewhere than the keys alone had brought it, by so many pixels. */
  jumps: number[];
  /** Frames in which the row that was watched had left the DOM. */
  lost: number;
  /** The keys that arrived, and those of them that found no more to scroll to. */
  pressed: number;
  stuck: number;
}

/** From now on; nothing but keys may scroll. */
export function watchFrames(page: Page): Promise<void> {
  return page.evaluate(() => {
    const log = document.querySelector("[role=log]");
    if (!log) throw new Error("There is no log to watch.");
    const figures: Figures = {
      frames: 0,
      articlesMost: 0,
      jumps: [],
      lost: 0,
      pressed: 0,
      stuck: 0,
    };
    Object.assign(globalThis, { figures });
    // One listener before the page's own and one after: the key alone scrolled what lies between.
    let scrolled = 0;
    let before = 0;
    addEventListener("keydown", () => (before = log.scrollTop), true);
    addEventListener("keydown", () => {
      scrolled += before - log.scrollTop;
      figures.pressed += 1;
      if (log.scrollTop === before) figures.stuck += 1;
    });

    const articles = log.getElementsByTagName("article");
    const topOf = (row: Element) => row.getBoundingClientRect().top;
    let watched: { row: Element; top: number; scrolled: number } | undefined;
    const look = () => {
      figures.frames += 1;
      figures.articlesMost = Math.max(figures.articlesMost, articles.length);
      if (watched && !watched.row.isConnected) figures.lost += 1;
      else if (watched) {
        const jump = topOf(watched.row) - watched.top - (scrolled - watched.scrolled);
        if (Math.abs(jump) > 1) figures.jumps.push(Math.round(jump * 10) / 10);
      }
      // The row in the middle: the last one to leave.
      const middle = log.getBoundingClientRect().top + log.clientHeight / 2;
      let [low, high] = [0, articles.length - 1];
      while (low < high) {
        const at = (low + high) >> 1;
        if ((articles[at]?.getBoundingClientRect().bottom ?? 0) < middle) low = at + 1;
        else high = at;
      }
      const row = articles[low];
      watched = row && { row, top: topOf(row), scrolled };
    };
    // After the frame's own work: what is measured then is what is painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = look;
    const frame = () => {
      port2.postMessage(undefined);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

export function figuresOf(page: Page): Promise<Figures> {
  return page.evaluate(() => (globalThis as unknown as { figures: Figures }).figures);
}

/** Measures each key that writes: milliseconds until its text is there and all that listens has run, and until it is painted. */
export function watchTyping(page: Page): Promise<void> {
  return page.evaluate(() => {
    const typing: TypingFigures = { handled: [], painted: [] };
    Object.assign(globalThis, { typing });
    let began = 0;
    addEventListener("keydown", ({ timeStamp }) => (began = timeStamp), true);
    addEventListener("input", () => {
      const from = began;
      typing.handled.push(performance.now() - from);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => typing.painted.push(performance.now() - from);
        port2.postMessage(undefined);
      });
    });
  });
}

export interface TypingFigures {
  handled: number[];
  painted: number[];
}

export function typingOf(page: Page): Promise<TypingFigures> {
  return page.evaluate(() => (globalThis as unknown as { typing: TypingFigures }).typing);
}

/** The value that this share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Tasks {
  /** Processor time in ms of the page's tasks, the longest ones, falling. */
  processor: number[];
  /** Processor time in ms of the tasks in which a key was handled. */
  keys: number[];
  /** Wall time of those that took longer than 50 ms of it, as the browser tells pages. */
  long: number[];
}

const CATEGORIES = ["toplevel", "blink.user_timing", "devtools.timeline"];
const MARK = "tasks are watched here";

/** The tasks of the page's main thread while `act` runs. */
export async function tasksDuring(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<Tasks> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate((mark) => {
    const long: number[] = [];
    Object.assign(globalThis, { long });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: "longtask" });
    performance.mark(mark);
  }, MARK);
  await act();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] };
  const here = trace.traceEvents.find(({ name }) => name === MARK);
  const events = trace.traceEvents.filter(({ pid, tid }) => pid === here?.pid && tid === here.tid);
  const tasks = events.filter(({ name }) => name.endsWith("RunTask"));
  const keys = events.filter(
    ({ name, args }) =>
      name === "EventDispatch" && /^key(down|press)$/.test(args?.data?.type ?? ""),
  );
  const lasts = ({ tdur = 0 }: Traced) => Math.round(tdur / 100) / 10;
  const long = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long);
  return {
    processor: tasks.map(lasts).toSorted((a, b) => b - a),
    keys: keys.map((key) => lasts(tasks.find((task) => holds(task, key)) ?? key)),
    long,
  };
}

function holds({ ts, dur = 0 }: Traced, event: Traced): boolean {
  return ts <= event.ts && event.ts < ts + dur;
}

interface Traced {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  args?: { data?: { type?: string } };
  /** Microseconds of processor time. */
  tdur?: number;
}

/** Bytes that the page's scripts hold on to. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}
