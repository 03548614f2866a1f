import type { MouseEvent } from 'react';

/** For a button that sends a form: the second press of a double click is the first one's, also when the venue answered between the two. */
export const ignoreSecondPress = (event: MouseEvent): void => {
  if (event.detail > 1) event.preventDefault();
};
