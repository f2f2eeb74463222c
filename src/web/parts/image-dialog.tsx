// A picture at its full size, as far as the window has room.

import { imagePath } from "../../client/previews.ts";
import { pictureName } from "../behavior/picture-name.ts";
import { p } from "../strings-previews.ts";
import { Dialog } from "./dialog.tsx";

export function ImageDialog({ href }: { href: string }) {
  const name = pictureName(href);
  return (
    <Dialog title={name} class="dialog--image">
      <img class="large-image" src={imagePath(href)} alt={name} />
      <p>
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {p.original}
        </a>
      </p>
    </Dialog>
  );
}
