// Which bridge this page talks over: the preload's in the desktop app, HTTP in a browser.

import type { Bridge } from '../../src-shared/contract.ts';
import { HttpBridge } from './http.ts';
import { takeToken } from './token.ts';

/** What a host may tell beyond the contract: a browser can lose its server. */
export type Connection = 'connected' | 'lost' | 'refused';

export interface WatchedBridge extends Bridge {
  /** Calls `listener` at every change; returns the function that stops. The desktop app has none. */
  watch?(listener: (connection: Connection) => void): () => void;
}

export function findBridge(page: Window): WatchedBridge {
  return page.kindred ?? new HttpBridge({ origin: page.location.origin, token: takeToken(page.location, page.history, page.sessionStorage) });
}
