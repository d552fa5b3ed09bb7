// electron-updater's source of versions, in place of its own: one request for one file, whose signature is checked. Nothing of the installation is sent,
// not even the random number by which electron-updater would have feeds recognise it.

import { Provider, type AppUpdater, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import type { Feed } from './feed.ts';
import { UpdateRefusal } from './refusal.ts';
import { readSigned } from './signed-version.ts';

/** The name of the file that says what the newest version is: macOS and Windows have one for all processors. */
export function feedFile(platform: string, arch: string): string {
  return platform === 'linux' ? `kindred-linux-${arch}.json` : `kindred-${platform}.json`;
}

export class SignedFeed extends Provider<UpdateInfo> {
  readonly #feed: Feed;
  readonly #file: string;

  /** @param options as given to `setFeedURL` */
  constructor({ feed }: { readonly feed: Feed }, _updater: AppUpdater, runtime: { readonly platform: 'darwin' | 'linux' | 'win32'; readonly isUseMultipleRangeRequest: boolean; readonly executor: Provider<UpdateInfo>['executor'] }) {
    super(runtime);
    this.#feed = feed;
    this.#file = feedFile(runtime.platform, process.arch);
  }

  /** Sends none of the headers that electron-updater would. */
  override setRequestHeaders(): void {
    super.setRequestHeaders(null);
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const text = await this.httpRequest(new URL(this.#file, this.#feed.address));
    if (text === null) throw new UpdateRefusal('unreachable', `${this.#file} is empty.`);
    const { version, notes, files } = readSigned(text, this.#feed.key);
    return { version, releaseNotes: notes, files: files.map(({ name, ...rest }) => ({ url: name, ...rest })), path: '', sha512: '', releaseDate: '' };
  }

  override resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
    return files.map((info) => ({ url: new URL(encodeURIComponent(info.url), this.#feed.address), info }));
  }
}
