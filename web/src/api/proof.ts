/** What the venue wants to see before it does something. */
export interface Asked {
  /** A code of an app that is there, or a wallet's signature where there is none, or, of who has neither, how he comes in. */
  readonly for: 'code' | 'wallet' | 'signIn';
  /** Where the venue makes a text that names just this, and of what; none where a signature for the session is enough. */
  readonly text?: { readonly path: string; readonly body: object } | undefined;
}

/** What goes along when it is asked for again; nothing where the session itself has shown enough. */
export interface Shown {
  readonly signed?: object;
}
