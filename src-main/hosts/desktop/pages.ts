// Serves the `kindred:` scheme: the page's files, and pictures by photo id. Only the page's own files are read by path.

import type { App, Picture } from '../host.ts';
import { failureOf } from '../../failure.ts';
import { pageCaching, readPageFile, securityHeaders } from '../page.ts';
import { findPicture, readPicturePath } from '../picture.ts';
import { readSpacePath, spaceFailure, spaceHeaders, type SpaceStream, streamSpace } from '../space-stream.ts';
import { readAddress } from './addresses.ts';

/** A handler for `protocol.handle` that serves the page in `rendererFolder`, pictures and spaces. */
export function createPages({ media, space }: Pick<App, 'media' | 'space'>, rendererFolder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const address = readAddress(url);
    if (!address || method !== 'GET') return refuse(405, 'Only GET is allowed here.');
    const { part, pathname } = address;
    try {
      if (part === 'media' || readPicturePath(pathname)) {
        const picture = await findPicture(media, pathname);
        return picture ? respond(picture, picture.caching) : refuse(404, 'There is no such photo.');
      }
      const wanted = readSpacePath(pathname);
      if (wanted) return await space(wanted.library, wanted.lensId).then((found) => respondSpace(streamSpace(found)), failSpace);
      const file = await readPageFile(rendererFolder, pathname);
      return file ? respond(file, pageCaching(pathname)) : refuse(404, 'There is nothing here.');
    } catch (error) {
      return refuse(500, failureOf(error).message);
    }
  };
}

function respond({ data, type }: Picture, caching: string): Response {
  return new Response(new Uint8Array(data), { headers: { ...securityHeaders, 'content-type': type, 'cache-control': caching } });
}

function failSpace(error: unknown): Response {
  const { status, body, type } = spaceFailure(error);
  return new Response(body, { status, headers: { ...securityHeaders, 'content-type': type, 'cache-control': 'no-store' } });
}

function respondSpace({ bytes, slices }: SpaceStream): Response {
  const iterator: Iterator<Uint8Array, undefined> = slices[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const slice = iterator.next();
      if (slice.done === true) controller.close();
      else controller.enqueue(slice.value.slice()); // a copy, because a body must not use shared memory
    }
  }, { highWaterMark: 2 });
  return new Response(body, { headers: { ...securityHeaders, ...spaceHeaders, 'content-length': String(bytes) } });
}

function refuse(status: number, why: string): Response {
  return new Response(why, { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}
