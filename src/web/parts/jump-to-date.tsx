// Leads to the first message of a day.
// Days to come do not exist.

import { useState } from "preact/hooks";
import { closeDialog } from "../behavior/dialogs.ts";
import { places } from "../behavior/places.ts";
import { d } from "../strings-dialogs.ts";
import { t } from "../strings.ts";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";

export function JumpToDate({ ts }: { ts: number }) {
  const [date, setDate] = useState(inputDate(ts));
  const submit = (event: Event) => {
    event.preventDefault();
    const [year, month, day] = date.split("-").map(Number);
    if (!year || !month || !day) return;
    closeDialog();
    void places.timeline?.jumpToDate(new Date(year, month - 1, day).getTime());
  };
  return (
    <Dialog title={t.jumpToDate}>
      <form onSubmit={submit} noValidate>
        <Field label={d.date} value={date} onInput={setDate} lastDay={inputDate(Date.now())} />
        <div class="dialog__buttons">
          <button type="submit" class="button button--main">
            {d.jump}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The value of a date input. */
function inputDate(ts: number): string {
  const date = new Date(ts);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
