// The frame of one's own lists over all rooms: a heading where a room has its header, and the list below.
// Whoever comes here by keyboard or screen reader begins at the heading.

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { showRooms } from "../behavior/router.ts";
import { t } from "../strings.ts";
import { k } from "../strings-kept.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";

interface Props {
  title: string;
  /** Undefined while nothing is known. */
  failed: boolean | undefined;
  onRetry: () => void;
  /** A button beside the heading. */
  action?: ComponentChildren;
  /** Instead of the list where it has nothing. */
  empty: { title: string; hint: string } | undefined;
  onOlder: (() => void) | undefined;
  children: ComponentChildren;
}

export function ListPage({ title, failed, onRetry, action, empty, onOlder, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="room">
      <header class="room-header">
        <IconButton label={t.rooms} class="narrow-only" onClick={showRooms}>
          <Icon name="menu" />
        </IconButton>
        <div class="room-header__text">
          <h1 class="room-header__title lines__title" tabIndex={-1} ref={heading}>
            {title}
          </h1>
        </div>
        {action}
      </header>
      <div class="lines" aria-busy={failed === undefined}>
        {failed === undefined && <p class="hint lines__more">{k.loading}</p>}
        {failed === true && (
          <div class="empty" role="alert">
            <h2>{k.notLoaded}</h2>
            <button type="button" class="button" onClick={onRetry}>
              {t.tryAgain}
            </button>
          </div>
        )}
        {failed === false && empty && (
          <div class="empty">
            <h2>{empty.title}</h2>
            <p>{empty.hint}</p>
          </div>
        )}
        {children}
        {onOlder && (
          <p class="lines__more">
            <button type="button" class="button" onClick={onOlder}>
              {k.older}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
