// The picture of something as one part of its settings: chosen, cut, taken away, or why not.

import { useState } from "preact/hooks";
import type { Refusal } from "../../client/api.ts";
import { picturePath } from "../../protocol/files.ts";
import type { Result } from "../../lib/result.ts";
import { SquareChooser } from "./square-chooser.tsx";

interface Props {
  legend: string;
  /** The id of the one there is. */
  picture: string | undefined;
  /** Undefined: none from now on. */
  set(picture: Blob | undefined): Promise<Result<unknown, Refusal>>;
}

export function PictureChoice({ legend, picture, set }: Props) {
  const [failure, setFailure] = useState("");
  const change = async (chosen: Blob | undefined) => {
    const answer = await set(chosen);
    setFailure(answer.ok ? "" : answer.failure.message);
    return answer.ok;
  };
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {picture !== undefined && <img class="picture-choice" src={picturePath(picture)} alt="" />}
      <SquareChooser has={picture !== undefined} failure={failure} onChange={change} />
    </fieldset>
  );
}
