// Restricts the page's session to the `kindred:` scheme: no permissions, no network, no downloads.

import type { Session } from 'electron';
import { scheme } from './addresses.ts';

const own = new Set([`${scheme}:`, 'data:', 'blob:', 'devtools:']);

/** Blocks everything in `session` except `pages`. Photos never leave the computer, even if the page were compromised. */
export function closeSession(session: Session, pages: (request: Request) => Promise<Response>): void {
  session.protocol.handle(scheme, pages);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !own.has(URL.parse(url)?.protocol ?? '') }));
  session.on('will-download', (event) => event.preventDefault());
}
