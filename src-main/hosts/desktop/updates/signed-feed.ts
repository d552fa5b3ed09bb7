// electron-updater's source of versions, in place of its own: one request for one file, whose signature is checked. Nothing of the installation is sent,
// not even the random number by which electron-updater would have feeds recognise it.

import { Provider, type AppUpdater, type ResolvedUpdateFileInfo, type UpdateInfo } from 'electron-updater';
import type { BoundedRequests } from './bounded-requests.ts';
import type { Feed } from './feed.ts';
import { UpdateRefusal } from './refusal.ts';
import { MOST_BYTES, readSigned } from './signed-version.ts';

/** How long the feed may take. */
const WHOLE_MS = 30_000;

/** What `setFeedURL` is given. */
export interface SignedFeedOptions {
  readonly feed: Feed;
  readonly requests: BoundedRequests;
}

/** The name of the file that says what the newest version is: macOS and Windows have one for all processors. */
export function feedFile(platform: string, arch: string): string {
  return platform === 'linux' ? `kindred-linux-${arch}.json` : `kindred-${platform}.json`;
}

export class SignedFeed extends Provider<UpdateInfo> {
  readonly #feed: Feed;
  readonly #file: string;
  readonly #requests: BoundedRequests;

  constructor({ feed, requests }: SignedFeedOptions, _updater: AppUpdater, runtime: { readonly platform: 'darwin' | 'linux' | 'win32'; readonly isUseMultipleRangeRequest: boolean; readonly executor: Provider<UpdateInfo>['executor'] }) {
    super(runtime);
    this.#feed = feed;
    this.#requests = requests;
    this.#file = feedFile(runtime.platform, process.arch);
  }

  /** Sends none of the headers that electron-updater would. */
  override setRequestHeaders(): void {
    super.setRequestHeaders(null);
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const address = new URL(this.#file, this.#feed.address);
    const text = await this.#requests.within({ bytes: () => MOST_BYTES, silence: WHOLE_MS, whole: WHOLE_MS }, (token) => this.httpRequest(address, null, token));
    if (text === null) throw new UpdateRefusal('unreachable', `${this.#file} is empty.`);
    const { version, notes, files } = readSigned(text, this.#feed.key, this.#file);
    return { version, releaseNotes: notes, files: files.map(({ name, ...rest }) => ({ url: name, ...rest })), path: '', sha512: '', releaseDate: '' };
  }

  override resolveFiles({ files }: UpdateInfo): ResolvedUpdateFileInfo[] {
    return files.map((info) => ({ url: new URL(encodeURIComponent(info.url), this.#feed.address), info }));
  }
}
