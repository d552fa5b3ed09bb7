// What a host may report beyond the contract: a browser can lose its server. Types only.

import type { Bridge } from '../../src-shared/contract.ts';

export type Connection = 'connected' | 'lost' | 'refused';

export interface WatchedBridge extends Bridge {
  /** Calls `listener` at every change; returns the function that stops. The desktop app has none. */
  watch?(listener: (connection: Connection) => void): () => void;
}
