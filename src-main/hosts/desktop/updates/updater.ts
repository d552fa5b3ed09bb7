// electron-updater as Kindred uses it. Loaded only once the user wants newer versions looked for.

import { AppImageUpdater, MacUpdater, NsisUpdater, type AppUpdater } from 'electron-updater';
import type { Feed } from './feed.ts';
import { SignedFeed } from './signed-feed.ts';
import type { Updater } from './updates.ts';

/** Of this system. */
export function openUpdater(feed: Feed, platform: NodeJS.Platform = process.platform): Updater {
  return updaterWith(platform === 'darwin' ? new MacUpdater() : platform === 'win32' ? new NsisUpdater() : new AppImageUpdater(), feed);
}

/** It asks when it is told to, downloads when it is told to, never an older version, whole files, and no installer that would fetch more. */
export function updaterWith(updater: AppUpdater, feed: Feed): Updater {
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
  updater.setFeedURL({ provider: 'custom', updateProvider: SignedFeed, feed } as Parameters<AppUpdater['setFeedURL']>[0]); // whose type knows nothing of what it passes on
  let listen: ((bytes: number) => void) | null = null;
  updater.on('download-progress', ({ transferred }) => listen?.(transferred));
  return {
    async check() {
      const result = await updater.checkForUpdates();
      if (result?.isUpdateAvailable !== true) return null;
      const { version, releaseNotes, files } = result.updateInfo;
      return { version, notes: typeof releaseNotes === 'string' ? releaseNotes : '', bytes: files[0]?.size ?? 1 };
    },
    async download(onDone) {
      listen = onDone;
      await updater.downloadUpdate().finally(() => (listen = null));
    },
    installAtQuit: (on) => void (updater.autoInstallOnAppQuit = on)
  };
}
