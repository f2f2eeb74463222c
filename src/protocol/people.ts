// People as frames name them.
// `by` in the log is a person id; a handle or a display name is never a key.

export interface Profile {
  handle: string;
  name: string;
  status?: Status;
  /** The id of their picture; `picturePath` says where it is read. */
  avatar?: string;
}

/** What a person says of themselves for now; at least one of the two. */
export interface Status {
  emoji?: string;
  text?: string;
}

export interface Person extends Profile {
  id: string;
}

/** Person id to profile, for those in the frame of whom this connection has not been told. */
export type People = Record<string, Profile>;

/** What others see of a person, less the id. */
export function profileOf({ handle, name, status, avatar }: Profile): Profile {
  return { handle, name, ...(status && { status }), ...(avatar && { avatar }) };
}
