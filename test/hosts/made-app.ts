// A made app for the hosts' tests: every handler notes its input and answers with something recognisable.

import type { Handlers, PhotoId, RequestName } from '../../src-shared/contract.ts';
import type { App, Picture } from '../../src-main/hosts/host.ts';
import { requestSchemas } from '../../src-main/hosts/requests.ts';

export interface MadeApp extends App {
  readonly calls: { readonly name: RequestName; readonly input: unknown }[];
  readonly closed: () => boolean;
}

/** The pictures it has: photo 7 alone. */
export const madePicture: Picture = { data: new Uint8Array([1, 2, 3, 250]), type: 'image/webp' };

/** `overrides` replace single handlers. */
export function makeApp(overrides: Partial<Handlers> = {}): MadeApp {
  const calls: { name: RequestName; input: unknown }[] = [];
  let closed = false;
  const names = Object.keys(requestSchemas) as RequestName[]; // the schemas are held to the contract's names
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => {
        calls.push({ name, input });
        const given = overrides[name] as ((input: unknown) => Promise<unknown>) | undefined; // its own input comes back to it
        return given ? given(input) : Promise.resolve({ answered: name });
      }
    ])
  ) as unknown as Handlers; // made answers: the hosts never look into them
  const picture = (id: PhotoId): Promise<Picture | null> => Promise.resolve(id === 7 ? madePicture : null);
  return { handlers, media: { thumbnail: picture, photo: picture }, calls, closed: () => closed, close: () => Promise.resolve(void (closed = true)) };
}
