// What a host (Electron's window, or a browser on loopback) gives the app, and what the app gives its host.
// Types only; the app's side is handlers.ts, the hosts are index.ts and serve.ts.

import type { AppHandlers, LibraryHandlers, LibraryId, OfferedImage, PhotoId, UpdateState } from '../../src-shared/contract.ts';

/** An encoded picture and its media type, e.g. `image/webp`. */
export interface Picture {
  readonly data: Uint8Array;
  readonly type: string;
}

/** Pictures by library and photo; `null` if the library has no such photo, or cannot read it now. */
export interface Media {
  /** Longer side 320 px. Never changes for an id of one library. */
  thumbnail(library: LibraryId, id: PhotoId): Promise<Picture | null>;
  /** Longer side at most 2560 px, oriented, sRGB. */
  photo(library: LibraryId, id: PhotoId): Promise<Picture | null>;
}

/** The system's own dialogs. A browser has none. */
export interface Dialogs {
  /** The chosen folder's absolute path; `null` if the user cancelled, or the host has no dialog. */
  chooseFolder(): Promise<string | null>;
  /** The absolute path to save a file to; `name` is suggested. `null` as above. */
  saveFile(name: string): Promise<string | null>;
  /** The absolute path of a file to read, of those with that ending (without a dot). `null` as above. */
  openFile(ending: string): Promise<string | null>;
}

/** A host without dialogs: the page draws its own folder picker, and saves files as downloads. */
export const noDialogs: Dialogs = { chooseFolder: () => Promise.resolve(null), saveFile: () => Promise.resolve(null), openFile: () => Promise.resolve(null) };

/** What a window can hand to the system. A browser cannot. */
export interface Outside {
  copyText(text: string): Promise<void>;
  /** @param picture an encoded picture */
  copyImage(picture: Uint8Array): Promise<void>;
  /** Opens a file with the system's program for it; rejects with what the system says. */
  open(path: string): Promise<void>;
  showInFolder(path: string): void;
  /** Opens the system's own menu for sharing files; left out where there is none. */
  share?(paths: readonly string[]): void;
  /** Drags files out of the window; `icon` is an encoded picture. */
  drag(paths: readonly string[], icon: Uint8Array | null): void;
  notify(title: string, text: string): void;
}

/** Newer versions of the app. */
export interface Updates {
  readonly state: UpdateState;
  /** Whether they are looked for at all. */
  turn(on: boolean): Promise<void>;
  check(): Promise<void>;
  /** Begins; how far it is comes as events. @throws {CodedError} `bad-request` if nothing was found */
  download(): void;
}

/** What a host reports about its pages, each identified by its name: pages hold libraries. */
export interface Pages {
  /** A page is connected until the returned function is called: gone for good (`now`), or perhaps only reloading. */
  arrive(page: string): (now?: boolean) => void;
  /** Resolves when the page has stored its unsaved changes, or after a few seconds. */
  flush(page: string): Promise<void>;
}

/** The app as both hosts see it. */
export interface App {
  readonly handlers: AppHandlers;
  readonly libraryHandlers: LibraryHandlers;
  readonly media: Media;
  readonly pages: Pages;
  /** Opens a folder that no page asked for: the pages there are show it, or else the first to arrive. */
  offer(folder: string): Promise<void>;
  /** Has photos like an image looked for, which no page asked for. */
  offerImage(image: OfferedImage): void;
  /** Has learning wait while the computer sleeps, runs on its battery or is short of memory, and go on. */
  readonly power: { begin(why: 'battery' | 'sleep' | 'memory'): void; end(why: 'battery' | 'sleep' | 'memory'): Promise<void> };
  /** Lets pages store their unsaved changes, stops jobs and closes the libraries; everything recorded is kept. */
  close(): Promise<void>;
}
