// What a host (Electron's window, or a browser on loopback) gives the app, and what the app gives its host.
// Types only; the app's side is handlers.ts, the hosts are index.ts and serve.ts.

import type { Handlers, PhotoId } from '../../src-shared/contract.ts';

/** An encoded picture and its media type, e.g. `image/webp`. */
export interface Picture {
  readonly data: Uint8Array;
  readonly type: string;
}

/** Pictures by photo id; `null` where the open library has no such photo, or cannot read it now. */
export interface Media {
  /** Longer side 320 px. Never changes for an id of one library. */
  thumbnail(id: PhotoId): Promise<Picture | null>;
  /** Longer side at most 2560 px, oriented, sRGB. */
  photo(id: PhotoId): Promise<Picture | null>;
}

/** The system's own dialogs. A browser has none. */
export interface Dialogs {
  /** The chosen folder's absolute path; `null` where the user cancelled, or the host has no dialog. */
  chooseFolder(): Promise<string | null>;
}

/** A host without dialogs: the page draws its own folder picker. */
export const noDialogs: Dialogs = { chooseFolder: () => Promise.resolve(null) };

/** The app as both hosts see it. */
export interface App {
  readonly handlers: Handlers;
  readonly media: Media;
  /** Stops jobs and closes the library; whatever was recorded stays. */
  close(): Promise<void>;
}
