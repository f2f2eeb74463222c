// One of a few, all of them in sight.

import { useId } from "preact/hooks";

interface Props<T extends string> {
  legend: string;
  names: Record<T, string>;
  chosen: T;
  choose: (one: T) => void;
}

export function Choices<T extends string>({ legend, names, chosen, choose }: Props<T>) {
  const group = useId();
  return (
    <fieldset class="choices">
      <legend>{legend}</legend>
      {(Object.keys(names) as T[]).map((one) => (
        <label key={one} class="choices__choice">
          <input type="radio" name={group} checked={one === chosen} onChange={() => choose(one)} />
          <span>{names[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
