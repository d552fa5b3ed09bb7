// Chooses the bridge for this page: the preload's in the desktop app, HTTP in a browser.

import { HttpBridge } from './http.ts';
import { takeToken } from './token.ts';
import type { WatchedBridge } from './watched.ts';

export function findBridge(page: Window): WatchedBridge {
  return page.kindred ?? new HttpBridge({ origin: page.location.origin, token: takeToken(page.location, page.history, page.sessionStorage) });
}
