// Which dialog is open.
// Each is a part of its own; the key makes a new one of each opening.

import type { Person } from "../../protocol/people.ts";
import { dialog } from "../behavior/dialogs.ts";
import { current } from "../behavior/rooms.ts";
import { t } from "../strings.ts";
import { CopyByHand } from "./copy-by-hand.tsx";
import { DeleteRoom } from "./delete-room.tsx";
import { DeleteMessage } from "./delete-message.tsx";
import { Dialog } from "./dialog.tsx";
import { Help } from "./help.tsx";
import { ImageDialog } from "./image-dialog.tsx";
import { Admin, loadAdmin } from "./lazy-admin.tsx";
import { Lightbox, loadLightbox } from "./lazy-lightbox.tsx";
import { loadSettings, loadSetUp, Settings, SetUpDialog } from "./lazy-settings.tsx";
import { Invites } from "./invites.tsx";
import { JumpToDate } from "./jump-to-date.tsx";
import { Members } from "./members.tsx";
import { NewMessage } from "./new-message.tsx";
import { NewRoom } from "./new-room.tsx";
import { PeopleList } from "./people-list.tsx";
import { PersonCard } from "./person-card.tsx";
import { Pins } from "./pins.tsx";
import { InsertEmoji, React } from "./react.tsx";
import { RoomAudit } from "./room-audit.tsx";
import { RoomSettings } from "./room-settings.tsx";
import { SignOut } from "./sign-out.tsx";
import { Switcher } from "./switcher.tsx";

export function Dialogs({ you }: { you: Person }) {
  const spec = dialog.value;
  const room = current.value;
  switch (spec?.name) {
    case undefined:
      return null;
    case "new-room":
      return <NewRoom key={spec} title={spec.title ?? ""} />;
    case "new-message":
      return <NewMessage key={spec} />;
    case "go-to":
      return <Switcher key={spec} />;
    case "people":
      return (
        <Dialog key={spec} title={t.people}>
          {room && <PeopleList room={room} />}
        </Dialog>
      );
    case "members":
      return room ? <Members key={spec} room={room} /> : null;
    case "invites":
      return room ? <Invites key={spec} room={room} /> : null;
    case "pins":
      return room ? <Pins key={spec} room={room} /> : null;
    case "person":
      return <PersonCard key={spec} id={spec.id} met={spec.person} />;
    case "image":
      return <ImageDialog key={spec} href={spec.href} />;
    case "files":
      loadLightbox();
      return <Lightbox key={spec} room={spec.room} files={spec.files} at={spec.at} />;
    case "jump-to-date":
      return <JumpToDate key={spec} ts={spec.ts} />;
    case "room-settings":
      return room ? <RoomSettings key={spec} room={room} /> : null;
    case "delete-room":
      return room ? <DeleteRoom key={spec} room={room} /> : null;
    case "audit":
      return room ? <RoomAudit key={spec} room={room} /> : null;
    case "react":
      return room ? <React key={spec} room={room} seq={spec.seq} /> : null;
    case "emoji":
      return <InsertEmoji key={spec} />;
    case "delete":
      return room ? <DeleteMessage key={spec} room={room} seq={spec.seq} /> : null;
    case "admin":
      loadAdmin();
      return <Admin key={spec} />;
    case "settings":
      loadSettings();
      return <Settings key={spec} you={you} />;
    case "community":
      loadSetUp();
      return <SetUpDialog key={spec} you={you} />;
    case "sign-out":
      return <SignOut key={spec} you={you} />;
    case "help":
      return <Help key={spec} />;
    case "copy":
      return <CopyByHand key={spec} text={spec.text} />;
  }
}
