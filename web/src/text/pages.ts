/** What all pages say alike. */
export const pages = {
  loading: 'Loading…',
  failed: 'This could not be had',
  again: 'Try again',
  more: 'Show more',
  missing: { title: 'Not offered here yet', text: 'This venue does not answer this question yet. Nothing is shown rather than something invented.' },
  signInFirst: 'Sign in to see this',
  save: 'Save',
  saved: 'Saved',
  none: 'none',
  done: 'Done',
} as const;
