// Structured log lines, one per request and per handled command, readable with `wrangler tail`.
// Never bodies, tokens or bound SQL values.

export interface LogLine {
  at: "request" | "command" | "socket" | "job" | "bug";
  request?: string;
  route?: string;
  command?: string;
  room?: string;
  person?: string;
  /** Of an object: minted when it woke. */
  instance?: string;
  outcome: string | number;
  ms?: number;
  /** What a deployment pays for. */
  rowsRead?: number;
  rowsWritten?: number;
  /** Of a bug: the error's name and stack, which hold no values. */
  error?: string;
}

export function logLine(line: LogLine): void {
  console.log(JSON.stringify(line));
}

/** A throw inside a rule or a route is a bug: logged once, answered `internal`. */
export function logBug(line: Omit<LogLine, "at" | "outcome" | "error">, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : "not an Error";
  console.error(JSON.stringify({ at: "bug", outcome: "internal", ...line, error: text }));
}
