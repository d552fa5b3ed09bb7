// Newer versions of the app: whether there is one, and how far getting it is. Only for builds that were given an address, and never in a browser.

/** Why it failed. `unreachable`: the address did not answer. `unsigned`: what it says is not signed by who made this build. `damaged`: what was downloaded is not what was signed. */
export type UpdateFault = 'unreachable' | 'unsigned' | 'damaged' | 'failed';

/** A version newer than this one. */
export interface NewerVersion {
  readonly version: string;
  /** What is new in it: plain text, to be shown as such. */
  readonly notes: string;
  readonly bytes: number;
}

export type UpdatePhase =
  /** Nothing was asked since the start. */
  | { readonly phase: 'idle' | 'checking' | 'latest' }
  /** `ready`: it is installed when the app quits. */
  | { readonly phase: 'available' | 'ready'; readonly found: NewerVersion }
  | { readonly phase: 'downloading'; readonly found: NewerVersion; readonly done: number }
  | { readonly phase: 'failed'; readonly fault: UpdateFault; readonly detail: string };

/** `feed`: the host that is asked. */
export type UpdateState = UpdatePhase & { readonly feed: string };

export interface UpdateRequests {
  /** `null`: newer versions cannot be looked for here. */
  'updates.read': { input: null; output: UpdateState | null };
  /** Looks for a newer version now; refused while the setting is off. */
  'updates.check': { input: null; output: null };
  /** Downloads the version that was found. */
  'updates.download': { input: null; output: null };
}
