// What the page says of a connection that is in trouble.

export const c = {
  connecting: "Connecting…",
  reconnecting: "Reconnecting",
  reconnectingIn: (s: number) => `in ${s} s`,
  offlineHint: "You can go on writing; it is sent as soon as possible.",
  catchingUp: "Catching up…",
  polling: "A direct connection does not get through here. Messages arrive every few seconds.",
  now: "Now",
  reconnect: "Reconnect",
};
