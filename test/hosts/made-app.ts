// A fake app for the hosts' tests: every handler records its input and answers with something recognisable.

import type { AppHandlers, LibraryHandlers, LibraryId, OfferedImage, PhotoId, RequestName } from '../../src-shared/contract.ts';
import type { App, Picture } from '../../src-main/hosts/host.ts';
import { appRequests, libraryRequests } from '../../src-main/hosts/requests.ts';

export interface MadeApp extends App {
  /** `library` only where the request is about one. */
  readonly calls: { readonly name: RequestName; readonly input: unknown; readonly library?: LibraryId }[];
  /** Folders that the host opened. */
  readonly offered: string[];
  /** Pages that are there, and those that were given time to store what they had. */
  readonly present: Set<string>;
  readonly flushed: string[];
  readonly images: OfferedImage[];
  /** What learning was told to wait for, or no longer. */
  readonly waits: string[];
  readonly closed: () => boolean;
}

/** The pictures it has: photo 7 of library `a` alone. */
export const madePicture: Picture = { data: new Uint8Array([1, 2, 3, 250]), type: 'image/webp' };

/** `overrides` replace single handlers. */
export function makeApp(overrides: Partial<AppHandlers & LibraryHandlers> = {}): MadeApp {
  const calls: MadeApp['calls'] = [];
  const offered: string[] = [];
  const present = new Set<string>();
  const flushed: string[] = [];
  const images: OfferedImage[] = [];
  const waits: string[] = [];
  let closed = false;
  const given = overrides as Record<string, ((...args: unknown[]) => Promise<unknown>) | undefined>; // its own arguments come back to it
  const handlers = Object.fromEntries(
    (Object.keys(appRequests) as RequestName[]).map((name) => [ // the schemas are held to the contract's names
      name,
      (input: unknown) => {
        calls.push({ name, input });
        return given[name]?.(input) ?? Promise.resolve({ answered: name });
      }
    ])
  ) as unknown as AppHandlers; // made answers: the hosts never look into them
  const libraryHandlers = Object.fromEntries(
    (Object.keys(libraryRequests) as RequestName[]).map((name) => [
      name,
      (library: LibraryId, input: unknown) => {
        calls.push({ name, input, library });
        return given[name]?.(library, input) ?? Promise.resolve({ answered: name });
      }
    ])
  ) as unknown as LibraryHandlers; // as above
  const picture = (library: LibraryId, id: PhotoId): Promise<Picture | null> => Promise.resolve(library === 'a' && id === 7 ? madePicture : null);
  return {
    handlers, libraryHandlers, media: { thumbnail: picture, photo: picture },
    calls, offered, images, waits, present, flushed,
    offerImage: (image) => void images.push(image),
    power: { begin: (why) => void waits.push(`begin ${why}`), end: async (why) => void waits.push(`end ${why}`) },
    pages: {
      arrive: (page) => (present.add(page), () => void present.delete(page)),
      flush: (page) => Promise.resolve(void flushed.push(page))
    },
    offer: (folder) => {
      offered.push(folder);
      return folder.endsWith('nowhere') ? Promise.reject(Object.assign(new Error('No folder there.'), { code: 'folder-missing' })) : Promise.resolve();
    },
    closed: () => closed, close: () => Promise.resolve(void (closed = true))
  };
}
