// The picture of something as one part of its settings: chosen, cut, taken away, or why not.

import { useState } from "preact/hooks";
import type { Refusal } from "../../client/api.ts";
import type { Result } from "../../lib/result.ts";
import { SquareChooser } from "./square-chooser.tsx";

interface Props {
  legend: string;
  has: boolean;
  /** Undefined: none from now on. */
  set(picture: Blob | undefined): Promise<Result<unknown, Refusal>>;
}

export function PictureChoice({ legend, has, set }: Props) {
  const [failure, setFailure] = useState("");
  const change = async (picture: Blob | undefined) => {
    const answer = await set(picture);
    setFailure(answer.ok ? "" : answer.failure.message);
    return answer.ok;
  };
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      <SquareChooser has={has} failure={failure} onChange={change} />
    </fieldset>
  );
}
