// What a text that begins with a slash asks for: a command, or to be sent as it is.
// Pure; only a single word of letters is taken for a command, so that paths are not.

import { longerThan } from "../../lib/text.ts";
import { SHARED_LIMITS } from "../../protocol/shared-limits.ts";
import { w } from "../strings-writing.ts";

export type Slash =
  /** To be sent as a message. */
  | { type: "post"; body: string }
  | { type: "topic"; topic: string }
  /** Without emoji and text: none any more. */
  | { type: "status"; status: { emoji?: string; text?: string } }
  | { type: "help" }
  /** A sentence for whoever wrote it. */
  | { type: "problem"; text: string };

const SHRUG = String.raw`¯\_(ツ)_/¯`;
const EMOJI = /^\p{RGI_Emoji}$/v;
const COMMAND = /^\/([a-z]+)(?:\s+(\S[\s\S]*))?\s*$/i;

export function readSlash(body: string): Slash {
  // `//me` is how one says /me.
  if (/^\/\/(?!\/)/.test(body)) return { type: "post", body: body.slice(1) };
  const match = COMMAND.exec(body);
  if (!match) return { type: "post", body };
  const name = (match[1] ?? "").toLowerCase();
  const rest = match[2]?.trim() ?? "";
  switch (name) {
    case "me":
      return rest === "" ? incomplete(name) : { type: "post", body: inItalics(rest) };
    case "shrug":
      return { type: "post", body: rest === "" ? SHRUG : `${rest} ${SHRUG}` };
    case "topic":
      return rest === "" ? incomplete(name) : topic(rest.replaceAll(/\s+/g, " "));
    case "away":
      return status("🌙", rest || w.away);
    case "status":
      return statusOf(rest);
    case "help":
      return { type: "help" };
    default:
      return { type: "problem", text: w.noCommand(name) };
  }
}

function topic(text: string): Slash {
  const most = SHARED_LIMITS.topicLength;
  return longerThan(text, most)
    ? { type: "problem", text: w.topicTooLong(most) }
    : { type: "topic", topic: text };
}

/** An emoji at the beginning is the status's own. */
function statusOf(rest: string): Slash {
  const [first = "", ...others] = rest.split(/\s+/);
  return EMOJI.test(first) ? status(first, others.join(" ")) : status("", rest);
}

function status(emoji: string, text: string): Slash {
  const line = text.replaceAll(/\s+/g, " ");
  const most = SHARED_LIMITS.statusLength;
  if (longerThan(line, most)) return { type: "problem", text: w.statusTooLong(most) };
  return { type: "status", status: { ...(emoji && { emoji }), ...(line && { text: line }) } };
}

function incomplete(name: string): Slash {
  const takes = w.commands.find((command) => command.name === name)?.takes ?? "";
  return { type: "problem", text: w.needsText(name, takes) };
}

/** Line by line, as nothing goes on over a blank one. */
function inItalics(text: string): string {
  return text.replaceAll(/^[ \t]*(\S.*?)[ \t]*$/gm, (_, line: string) => {
    const mark = line.includes("_") && !line.includes("*") ? "*" : "_";
    const open = /(?<!\\)(?:\\\\)*\\$/.test(line);
    return mark + line + (open ? "\\" : "") + mark;
  });
}
