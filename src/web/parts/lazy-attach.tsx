// Attaching files, fetched once the room has said that it takes any.

import type { AttachProps } from "./attach.tsx";
import { lazyPart } from "./lazy.tsx";

const attach = () => import("./attach.tsx");
const tools = lazyPart<AttachProps>(async () => (await attach()).AttachTools);
const above = lazyPart<AttachProps>(async () => (await attach()).AttachAbove);

export function AttachTools(props: AttachProps) {
  if (!props.room.files.value) return null;
  tools.load();
  return <tools.Part {...props} />;
}

export function AttachAbove(props: AttachProps) {
  if (!props.room.files.value) return null;
  above.load();
  return <above.Part {...props} />;
}
