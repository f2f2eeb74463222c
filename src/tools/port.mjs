// Owns the question "which port?": whether one is free, and the sentence for one that is not.
// Only "in use" counts as taken: whatever else is wrong with an address is for the server to say.

import { createServer } from "node:net";

/** The last value given for an option, as wrangler reads it; "" where it was not given. */
export function option(args, name) {
  let value = "";
  args.forEach((arg, at) => {
    if (arg === name) value = args[at + 1] || "";
    if (arg.startsWith(`${name}=`)) value = arg.slice(name.length + 1);
  });
  return value;
}

/** Why `port` cannot be had on these hosts, or undefined. `command` is what one would type. */
export async function whyNot(port, hosts, command) {
  if (!(port >= 0 && port < 65536)) return "The port must be a number from 0 to 65535.";
  if (await isFree(port, hosts)) return undefined;
  let other = port + 1;
  while (other < 65535 && !(await isFree(other, hosts))) other += 1;
  return `Port ${port} is taken: start on another one with \`${command} -- --port ${other}\`.`;
}

export async function isFree(port, hosts) {
  for (const host of hosts) if ((await tryListen(port, host)) === "EADDRINUSE") return false;
  return true;
}

/** The code of the error that listening there meets; undefined where it works. */
export function tryListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
