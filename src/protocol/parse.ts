// A frame from a client, with the verdicts of [F1] [F2] [F3].
// Nothing that this refuses reaches a rule.

import * as v from "valibot";
import { utf8Length } from "../lib/text.ts";
import { failed, ok, type Result } from "../lib/result.ts";
import { parseObject } from "./codec.ts";
import type { Failure } from "./codes.ts";
import { UP, type UpFrame } from "./commands.ts";
import { LIMITS } from "./limits.ts";

/** Why a frame was refused; without `answerable` the socket closes with 4506 [F2]. */
export interface FrameFailure extends Failure {
  answerable: boolean;
  id?: string;
  ref?: string;
}

/** Above this size no id is looked for: parsing would cost more than the sender deserves. */
const UNREADABLE = 8 * LIMITS.frameBytes;

/** Parses one frame from a client. Errors: `too_large`, `bad_command`. */
export function parseFrame(raw: string | ArrayBuffer): Result<UpFrame, FrameFailure> {
  if (typeof raw !== "string") return failed(refusal(undefined, "A frame is text, not binary."));
  const large = raw.length > LIMITS.frameBytes || utf8Length(raw) > LIMITS.frameBytes;
  const frame = raw.length > UNREADABLE ? undefined : parseObject(raw);
  if (large)
    return failed({
      ...refusal(
        frame && keys(frame).id ? frame : undefined,
        `A frame has at most ${LIMITS.frameBytes} bytes.`,
      ),
      code: "too_large",
    });
  if (!frame) return failed(refusal(undefined, "A frame is one JSON object."));
  const type = frame["type"];
  if (typeof type !== "string" || !Object.hasOwn(UP, type))
    return failed(refusal(frame, "This frame type is not known here."));
  const parsed = v.safeParse(UP[type as keyof typeof UP], frame, { abortEarly: true });
  if (!parsed.success) return failed(refusal(frame, describe(parsed.issues[0])));
  return ok(parsed.output as UpFrame);
}

/** The sentence of a schema's first complaint; it names the field, never its value. */
export function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  const wording =
    issue.type === "check" || issue.type === "regex"
      ? issue.message
      : "is missing or of a wrong type or range";
  return field ? `The field "${field}" ${wording}.` : `This ${wording}.`;
}

function refusal(frame: Record<string, unknown> | undefined, message: string): FrameFailure {
  const base = { code: "bad_command" as const, message, answerable: frame !== undefined };
  return frame ? { ...base, ...keys(frame) } : base;
}

/** `id` and `ref` are echoed only where they could have been minted by a client. */
function keys(frame: Record<string, unknown>): { id?: string; ref?: string } {
  const echo = (key: "id" | "ref") => {
    const value = frame[key];
    return typeof value === "string" && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? { [key]: value } : {};
  };
  return { ...echo("id"), ...echo("ref") };
}
