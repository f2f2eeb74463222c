// Figures of many runs become one table: medians, and how Edgewise stands to each yardstick.

export type Figures = Record<string, number>;

export interface Result {
  workload: string;
  server: string;
  figures: Figures;
}

/** Median of each figure, by workload and server. */
export function medians(results: readonly Result[]): Result[] {
  const groups = Map.groupBy(results, ({ workload, server }) => `${workload}\n${server}`);
  return [...groups.values()].map((group) => {
    const { workload, server, figures } = group[0]!;
    const middle = (name: string) => median(group.map((one) => one.figures[name] ?? Number.NaN));
    const entries = Object.keys(figures).map((name) => [name, middle(name)] as const);
    return { workload, server, figures: Object.fromEntries(entries) };
  });
}

/** Lines of a Markdown table: a row for each server, with Edgewise's ratio to it for the first figures. */
export function table(results: readonly Result[]): string[] {
  const lines: string[] = [];
  for (const [workload, group] of Map.groupBy(results, (result) => result.workload)) {
    const own = group.find(({ server }) => server === "edgewise");
    const names = Object.keys(group[0]!.figures);
    lines.push(
      "",
      `| ${workload} | ${names.join(" | ")} |`,
      `|---|${names.map(() => "---:|").join("")}`,
    );
    for (const { server, figures } of group) {
      const cells = names.map((name) =>
        cell(figures[name] ?? Number.NaN, own?.figures[name], server),
      );
      lines.push(`| ${server} | ${cells.join(" | ")} |`);
    }
  }
  return lines;
}

/** Beside each yardstick's figure stands Edgewise's as a multiple of it. */
function cell(value: number, own: number | undefined, server: string): string {
  if (Number.isNaN(value)) return "";
  const shown = short(value);
  if (server === "edgewise" || own === undefined || !(value > 0)) return shown;
  return `${shown} (${(own / value).toFixed(2)}x)`;
}

function short(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
