// How long an order holds: one of a few terms, or until it is lifted.

import { o } from "../strings-order.ts";

interface Props {
  chosen: number | undefined;
  choose: (forMs: number | undefined) => void;
}

export function Terms({ chosen, choose }: Props) {
  return (
    <fieldset class="choices">
      <legend>{o.forHowLong}</legend>
      {o.terms.map(([label, forMs]) => (
        <label key={label} class="choices__choice">
          <input
            type="radio"
            name="term"
            checked={forMs === chosen}
            onChange={() => choose(forMs)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
