// The community's settings: its name, who may join, who may make rooms [M1].
// Before anybody came they are as they begin; only an owner changes them.

import type { Community, CommunityChange, Joining } from "../protocol/community.ts";
import type { RoomMakers } from "../protocol/community-roles.ts";
import { shownPicture } from "../lib/pictures.ts";
import { first, isMigrated, migrate, type Sql } from "../lib/sql.ts";
import { hasOwner } from "./roles.ts";
import { MIGRATIONS } from "./schema.ts";

/** As a deployment begins; the schema says the same. */
const BEGINNING = { name: "Edgewise", joining: "anyone", makingRooms: "anyone" } as const;

/** Creates nothing. */
export function community(sql: Sql): Community {
  if (!isMigrated(sql)) return { ...BEGINNING, owned: false };
  const row = first<{ name: string; joining: Joining; makingRooms: RoomMakers }>(
    sql,
    `SELECT name, joining, making_rooms AS "makingRooms" FROM community`,
  );
  const icon = shownPicture(sql);
  return { ...BEGINNING, ...row, ...(icon !== undefined && { icon }), owned: hasOwner(sql) };
}

/** What is left out stays. */
export function changeCommunity(sql: Sql, change: CommunityChange): Community {
  migrate(sql, MIGRATIONS);
  const now = community(sql);
  sql.all(
    "UPDATE community SET name = ?, joining = ?, making_rooms = ?",
    change.name ?? now.name,
    change.joining ?? now.joining,
    change.makingRooms ?? now.makingRooms,
  );
  return community(sql);
}
