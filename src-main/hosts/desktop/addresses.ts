// The addresses of the desktop app's own page and pictures, and which frames are that page. Everything else is foreign.

/** The scheme both live under; registered before the app is ready. */
export const scheme = 'kindred';

/** The page. */
export const pageUrl = `${scheme}://app/`;

/** The two parts of the scheme: under `app` the page's files and what it reads itself (spaces, thumbnails), under `media` photos, which it only shows. */
export type Part = 'app' | 'media';

/** The part and path of a URL of the scheme; `null` for any other URL. */
export function readAddress(text: string): { readonly part: Part; readonly pathname: string } | null {
  const url = URL.parse(text);
  if (url?.protocol !== `${scheme}:` || (url.host !== 'app' && url.host !== 'media')) return null;
  return { part: url.host, pathname: url.pathname || '/' };
}

/** Whether `url` is the page itself, with any fragment: the only thing a window may show. */
export function isPage(url: string): boolean {
  const address = readAddress(url);
  return address?.part === 'app' && (address.pathname === '/' || address.pathname === '/index.html');
}

/** Whether a message from `frame` comes from the page: the top frame of a window, showing the page. */
export function isPageFrame(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isPage(frame.url);
}
