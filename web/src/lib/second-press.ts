import type { MouseEvent } from 'react';

type Press = Pick<MouseEvent, 'detail' | 'timeStamp'>;

/** A key that is held down presses again and again; two presses of it that are meant lie further apart. */
const KeyGapMs = 1_000;

/*
 * The second press of a double click is the first one's, also when the venue answered between the two; so is that of a key that is held. A button that is off while it waits does
 * not see to that: answers come in less time than a hand takes.
 *
 * Guarded is what would happen twice, or to something else: a row that is gone leaves its place to the next one, a dialog to what lies below it or comes after it.
 * Not guarded is what is the same when it is said twice (leverage, margin mode, a price by hand, cancelling everything), what clears its form or closes its dialog for good (an
 * address, a sub-account, a quote), and what asks in a dialog first. Orders have a gap of their own, because quick hands mean two presses.
 */

/** Tells which presses of one button are not meant: remembers the last. */
export function pressGuard(): (event: Press) => boolean {
  let keyedAt = -Infinity;
  return ({ detail, timeStamp }) => {
    if (detail > 0) return detail > 1;
    const since = timeStamp - keyedAt;
    keyedAt = timeStamp;
    return since < KeyGapMs;
  };
}
