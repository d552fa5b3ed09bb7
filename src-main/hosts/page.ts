// The built page's files and their response headers, the same for the window and the browser. Serves nothing else.

import { readFile, realpath } from 'node:fs/promises';
import { extname, join, relative, isAbsolute, sep } from 'node:path';
import type { Picture } from './host.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream'
};

/** Sent with every response of either host. The page loads its own files and `kindred:` pictures, and talks only to its own host. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' kindred: data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin'
};

/**
 * The page's file at URL path `pathname` (percent-encoded, `/` is index.html) below `folder`; `null` if there is none,
 * and for every path that leads out of the folder, however it is disguised.
 */
export async function readPageFile(folder: string, pathname: string): Promise<Picture | null> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null; // not valid percent-encoding
  }
  if (!path.startsWith('/') || /[\0\\:]|(^|\/)\.\.?(\/|$)/.test(path)) return null;
  const type = types[extname(path === '/' ? '/index.html' : path)];
  if (type === undefined) return null;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path === '/' ? 'index.html' : path));
    const below = relative(root, file);
    if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return null;
    return { data: await readFile(file), type };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // fs errors are ErrnoExceptions
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}

/** How long a page file may be cached: names under assets/ contain a hash of their content, the others do not. */
export function pageCaching(pathname: string): string {
  return pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
