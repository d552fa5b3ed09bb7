// What Squirrel.Mac says of a version: electron-updater calls it downloaded once Squirrel has read it, before Squirrel has checked its signature.

import type { EventEmitter } from 'node:events';

export interface SquirrelAnswer {
  /** Resolves when it will be installed. Rejects with Squirrel's error, or the signal's reason. */
  readonly accepted: Promise<void>;
  /** Nothing more is waited for. */
  forget(): void;
}

/** Listens from now on. @param native Electron's `autoUpdater` */
export function squirrelAnswer(native: EventEmitter, signal: AbortSignal): SquirrelAnswer {
  let forget = (): void => undefined;
  const accepted = new Promise<void>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    native.once('update-downloaded', resolve);
    native.once('error', reject);
    signal.addEventListener('abort', stop);
    forget = () => {
      native.off('update-downloaded', resolve);
      native.off('error', reject);
      signal.removeEventListener('abort', stop);
    };
  });
  accepted.catch(() => undefined); // until it is waited for: a download that failed is told first
  return { accepted, forget };
}
