// Serves the `kindred:` scheme: the page's files, and pictures by photo id. Only the page's own files are read by path.

import type { App, Picture } from '../host.ts';
import { failureOf } from '../../failure.ts';
import { pageCaching, readPageFile, securityHeaders } from '../page.ts';
import { findPicture, readPicturePath } from '../picture.ts';
import { readAddress } from './addresses.ts';

/** A handler for `protocol.handle` that serves the page in `rendererFolder`, and pictures. */
export function createPages({ media }: Pick<App, 'media'>, rendererFolder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const address = readAddress(url);
    if (!address || method !== 'GET') return refuse(405, 'Only GET is allowed here.');
    const { part, pathname } = address;
    try {
      if (part === 'media' || readPicturePath(pathname)) {
        const picture = await findPicture(media, pathname);
        return picture ? respond(picture, picture.caching) : refuse(404, 'There is no such photo.');
      }
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

function refuse(status: number, why: string): Response {
  return new Response(why, { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}
