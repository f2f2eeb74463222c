// Who gets what: every text on its way to a person is held against what that person may read [O4].
// Of a socket whose person is not known yet the texts are kept until it is.

import type { Link } from "./link.ts";
import type { Scene } from "./scene.ts";

export function watchPeople({ world, oracle }: Scene): void {
  const early = new Map<Link, string[]>();
  const { watch } = world;
  world.watch = (link) => {
    watch?.(link);
    const { sent } = link;
    early.set(link, []);
    link.sent = (text) => {
      sent?.(text);
      early.get(link)?.push(text);
    };
  };
  const fetch = world.fetch.bind(world);
  world.fetch = async (request) => {
    const response = await fetch(request);
    const person = personOf(request);
    if (person === undefined) return response;
    const check = (text: string) => oracle.tells(person, seqsIn(text));
    const link = response.webSocket?.link;
    if (link) follow(link, check);
    else check(await response.clone().text());
    return response;
  };

  function follow(link: Link, check: (text: string) => void): void {
    early.get(link)?.forEach(check);
    early.delete(link);
    const { sent } = link;
    link.sent = (text) => {
      sent?.(text);
      check(text);
    };
  }
}

/** The token begins with the person's id. */
function personOf(request: Request): string | undefined {
  return /^Bearer ([a-z2-7]{26})\./.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** No body that a history writes looks like one of these. */
function seqsIn(text: string): number[] {
  return [...text.matchAll(/"(?:seq|head)":(\d+)/g)].map(([, seq]) => Number(seq));
}
