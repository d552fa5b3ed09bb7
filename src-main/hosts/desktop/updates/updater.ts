// electron-updater as Kindred uses it. Loaded only once the user wants newer versions looked for.

import type { EventEmitter } from 'node:events';
import { MacUpdater, NsisUpdater, type AppUpdater } from 'electron-updater';
import { WholeAppImageUpdater } from './appimage-updater.ts';
import { BoundedRequests } from './bounded-requests.ts';
import type { Feed } from './feed.ts';
import { SignedFeed, type SignedFeedOptions } from './signed-feed.ts';
import { squirrelAnswer } from './squirrel.ts';
import type { Updater } from './updates.ts';

export interface UpdaterOptions {
  /** Told of what fails while nobody waits for it: installing. */
  readonly unheard: (error: unknown) => void;
  /** Milliseconds without a byte after which a download is given up. */
  readonly silence?: number;
}

/** Of this system. */
export function openUpdater(feed: Feed, unheard: (error: unknown) => void, platform: NodeJS.Platform = process.platform): Updater {
  return updaterWith(platform === 'darwin' ? new MacUpdater() : platform === 'win32' ? new NsisUpdater() : new WholeAppImageUpdater(), feed, { unheard });
}

/** It asks when it is told to, downloads when it is told to, never an older version, whole files, and no installer that would fetch more. */
export function updaterWith(updater: AppUpdater, feed: Feed, { unheard, silence = 60_000 }: UpdaterOptions): Updater {
  updater.logger = null;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = true;
  updater.autoRunAppAfterInstall = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  // it would write a random number of this installation to the disk
  Object.assign(updater, { stagingUserIdPromise: { value: Promise.resolve('') } });
  const inside = updater as unknown as { readonly httpExecutor: ConstructorParameters<typeof BoundedRequests>[0]; readonly nativeUpdater?: EventEmitter }; // Squirrel.Mac's
  const requests = new BoundedRequests(inside.httpExecutor);
  const options: SignedFeedOptions = { feed, requests };
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedFeed, ...options } as Parameters<AppUpdater['setFeedURL']>[0]); // whose type knows nothing of what it passes on
  let waiting = 0;
  updater.on('error', (error) => {
    if (waiting === 0) unheard(error); // else who waits is told
  });
  const heard = async <T>(work: Promise<T>): Promise<T> => {
    waiting++;
    return work.finally(() => waiting--);
  };
  let sizes: ReadonlyMap<string, number> = new Map();
  return {
    async check() {
      const result = await heard(updater.checkForUpdates());
      if (result?.isUpdateAvailable !== true) return null;
      const { version, releaseNotes, files } = result.updateInfo;
      sizes = new Map(files.map(({ url, size = 0 }) => [encodeURIComponent(url), size]));
      return { version, notes: typeof releaseNotes === 'string' ? releaseNotes : '', bytes: files[0]?.size ?? 1 };
    },
    async download(onBytes, signal) {
      const squirrel = inside.nativeUpdater && squirrelAnswer(inside.nativeUpdater, signal);
      try {
        await heard(requests.within({ bytes: (name) => sizes.get(name) ?? 0, silence, onBytes, signal }, (token) => updater.downloadUpdate(token)));
        await (squirrel && heard(squirrel.accepted));
      } finally {
        squirrel?.forget();
      }
    },
    installAtQuit: (on) => void (updater.autoInstallOnAppQuit = on)
  };
}
