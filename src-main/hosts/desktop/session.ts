// What the page's session may do: answer the `kindred:` scheme, and nothing beyond. No permissions, no network, no downloads.

import type { Session } from 'electron';
import { scheme } from './addresses.ts';

const own = new Set([`${scheme}:`, 'data:', 'blob:', 'devtools:']);

/** Closes `session` to everything but `pages`. Photos never leave the computer, even if the page were made to try. */
export function closeSession(session: Session, pages: (request: Request) => Promise<Response>): void {
  session.protocol.handle(scheme, pages);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !own.has(URL.parse(url)?.protocol ?? '') }));
  session.on('will-download', (event) => event.preventDefault());
}
