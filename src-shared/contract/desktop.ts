// What only a window of the desktop can do with photos: the clipboard, other programs, dragging files out.

import type { PhotoId } from '../ids.ts';

/** Requests about photos of a library; in a browser they fail with `not-here`. */
export interface DesktopRequests {
  /** Puts the picture, as large as the viewer shows it, on the clipboard. */
  'desktop.copyImage': { input: { readonly id: PhotoId }; output: null };
  /** Opens a file of the photo with the program that the system has for it. */
  'desktop.open': { input: { readonly id: PhotoId }; output: null };
  /** Shows a file of the photo in the system's file manager. */
  'desktop.show': { input: { readonly id: PhotoId }; output: null };
  /** Opens the system's menu of programs and people to share the files of these photos with: on macOS alone. */
  'desktop.share': { input: { readonly ids: readonly PhotoId[] }; output: null };
  /** Begins to drag the files of these photos out of the window; asked while a button is down. */
  'desktop.drag': { input: { readonly ids: readonly PhotoId[] }; output: null };
}

/** Requests to the app. */
export interface ClipboardRequests {
  'desktop.copyText': { input: { readonly text: string }; output: null };
  /** Tells by a notification of the system that something has ended. */
  'desktop.notify': { input: { readonly title: string; readonly text: string }; output: null };
}
