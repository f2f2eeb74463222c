// What draws a link as a picture is fetched with the first link.

import { lazyPart } from "./lazy.tsx";

interface Props {
  text: string;
  label: string;
}

const { load, Part } = lazyPart<Props>(async () => (await import("./qr.tsx")).Qr);

export function Qr(props: Props) {
  load();
  return <Part {...props} />;
}
