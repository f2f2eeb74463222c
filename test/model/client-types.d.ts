// The client runs in browsers, whose requests say whether cookies go along; those of workers do not.

interface RequestInit<Cf = CfProperties> {
  credentials?: "omit" | "same-origin" | "include";
}
