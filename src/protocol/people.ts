// People as frames name them.
// `by` in the log is a person id; a handle or a display name is never a key.

export interface Profile {
  handle: string;
  name: string;
}

export interface Person extends Profile {
  id: string;
}

/** Person id to profile, for those in the frame of whom this connection has not been told. */
export type People = Record<string, Profile>;
