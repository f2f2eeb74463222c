// Settings: the time zone that others see on one's card, none unless one chooses it.

import { useEffect, useId, useState } from "preact/hooks";
import type { Person } from "../../protocol/people.ts";
import { accountApi, sentenceOf } from "../behavior/account.ts";
import { a } from "../strings-account.ts";
import { Said } from "./settings-profile.tsx";

export function ZoneSelect({ you }: { you: Person }) {
  const id = useId();
  const [zone, setZone] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    void accountApi.person(you.id).then((answer) => {
      if (answer.ok) setZone(answer.value.zone ?? "");
      else setProblem(sentenceOf(answer.failure));
    });
  }, []);
  const choose = async (next: string) => {
    const before = zone;
    setZone(next);
    const answer = await accountApi.changeProfile({ zone: next });
    setSaved(answer.ok);
    setProblem(answer.ok ? undefined : sentenceOf(answer.failure));
    if (!answer.ok) setZone(before);
  };
  return (
    <div class="field settings__part">
      <label class="field__label" for={id}>
        {a.zone}
      </label>
      <select
        id={id}
        class="input"
        value={zone ?? ""}
        disabled={zone === undefined}
        aria-describedby={`${id}-under`}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        <option value="">{a.noZone}</option>
        {zones(zone).map((one) => (
          <option key={one} value={one}>
            {one.replaceAll("_", " ")}
          </option>
        ))}
      </select>
      <p class="hint" id={`${id}-under`}>
        {a.zoneHint}
      </p>
      <Said good={problem === undefined} text={problem ?? (saved ? a.saved : "")} />
    </div>
  );
}

/** This device's own first; one that was chosen elsewhere is among them. */
function zones(chosen: string | undefined): string[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = [here, ...(chosen ? [chosen] : []), ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(all)];
}
