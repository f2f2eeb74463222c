// A list that comes in pages, the newest first: what is there, why not, and the button for more.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Failure } from "../../protocol/codes.ts";
import type { Result } from "../../lib/result.ts";
import { ad } from "../strings-admin.ts";

interface Page {
  next?: number;
}

export function usePages<P extends Page>(ask: (before?: number) => Promise<Result<P, Failure>>) {
  const [pages, setPages] = useState<readonly P[]>([]);
  const [problem, setProblem] = useState<string>();

  const load = async (known: readonly P[]) => {
    const answer = await ask(known.at(-1)?.next);
    setProblem(answer.ok ? undefined : answer.failure.message);
    if (answer.ok) setPages([...known, answer.value]);
  };
  useEffect(() => void load([]), []);
  return {
    pages,
    problem,
    more: () => void load(pages),
    anew: () => load([]),
    isMore: pages.at(-1)?.next !== undefined || problem !== undefined,
  };
}

interface Props {
  pages: Pick<ReturnType<typeof usePages>, "problem" | "more" | "isMore"> & {
    pages: readonly unknown[];
  };
  /** Said where nothing is there. */
  empty: string;
  children: ComponentChildren[];
  label: string;
}

export function Paged({ pages: { pages, problem, more, isMore }, empty, children, label }: Props) {
  return (
    <>
      {children.length > 0 && (
        <ol class="list" role="list" aria-label={label}>
          {children}
        </ol>
      )}
      {pages.length > 0 && !isMore && children.length === 0 && <p class="hint">{empty}</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {isMore && (
        <button type="button" class="button" onClick={more}>
          {ad.more}
        </button>
      )}
    </>
  );
}
