// The app as a whole: what it runs on, its settings, which folder is open, and what was last said to the user.

import type { AppDescription, Failure, LibraryId, LibraryState, RecentLibrary, Settings, Statement } from '../../src-shared/contract.ts';
import type { Connection, WatchedBridge } from '../bridge/watched.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import { failureOf } from './failure.ts';
import { FolderChooser } from './folder-chooser.svelte.ts';
import { DeskPort, type DeskPortOptions, type GroupsPort } from './groups-port.ts';
import type { SayOutcome } from './judgments.svelte.ts';
import { tellApplied } from './applied.ts';
import { tellFolders, tellIndexed, tellLearned, tellTakenBack } from './news.ts';
import { OpenLibrary } from './open-library.svelte.ts';
import { Packs } from './packs.svelte.ts';
import { Places } from './places.svelte.ts';
import { Recognising } from './recognising.svelte.ts';
import { redo, say, type SayOptions, undo } from './say.ts';
import { Toasts } from './toasts.svelte.ts';

export type Phase = 'starting' | 'failed' | 'welcome' | 'library';
export type DialogName = 'settings' | 'shortcuts' | 'backup' | 'restore' | 'import' | 'about' | 'diagnostics';

const keptLibrary = 'kindred-library';

export interface KindredOptions {
  readonly history?: Pick<History, 'pushState' | 'replaceState' | 'back' | 'state'>;
  /** What this tab keeps while it is there. */
  readonly kept?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly openPort?: (options: DeskPortOptions) => GroupsPort;
  /** Of the browser that shows the page, a BCP 47 tag. */
  readonly language?: string;
}

export class Kindred {
  readonly bridge: WatchedBridge;
  readonly places: Places;
  readonly toasts = new Toasts();
  readonly packs: Packs;
  readonly recognising: Recognising;
  readonly chooser: FolderChooser;
  #phase = $state<Phase>('starting');
  #connection = $state<Connection>('connected');
  #description = $state.raw<AppDescription | null>(null);
  #recent = $state.raw<readonly RecentLibrary[] | null>(null);
  #library = $state.raw<OpenLibrary | null>(null);
  /** The folder being opened. */
  #opening = $state<string | null>(null);
  #refused = $state<string | null>(null);
  /** Why the last folder did not open, or the app did not start. */
  #failure = $state.raw<Failure | null>(null);
  dialog = $state<DialogName | null>(null);
  readonly #kept: NonNullable<KindredOptions['kept']>;
  readonly #openPort: (options: DeskPortOptions) => GroupsPort;
  readonly #language: string;
  #listening = false;
  #turn: Promise<unknown> = Promise.resolve(); // libraries come one after the other

  constructor(bridge: WatchedBridge, { history = globalThis.history, kept = globalThis.sessionStorage, openPort = (options) => new DeskPort(options), language = globalThis.navigator.language }: KindredOptions = {}) {
    this.bridge = bridge;
    [this.places, this.packs] = [new Places(history), new Packs(bridge)];
    this.recognising = new Recognising(this);
    this.chooser = new FolderChooser(bridge, () => this.#description?.host === 'electron');
    this.#kept = kept;
    this.#openPort = openPort;
    this.#language = language;
    bridge.watch?.((connection) => this.#connect(connection));
  }

  get phase(): Phase { return this.#phase; }
  get connection(): Connection { return this.#connection; }
  get description(): AppDescription | null { return this.#description; }
  get recent(): readonly RecentLibrary[] | null { return this.#recent; }
  get library(): OpenLibrary | null { return this.#library; }
  get opening(): string | null { return this.#opening; }
  /** The folder that did not open last. */
  get refused(): string | null { return this.#refused; }
  get failure(): Failure | null { return this.#failure; }
  get settings(): Settings { return this.#description?.settings ?? { theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} }; }

  /** Finds out where it runs and shows the library this tab had, or the one opened last, or the welcome. Called again to try again. */
  async start(): Promise<void> {
    this.#phase = 'starting';
    this.#failure = null;
    try {
      this.#describe(await this.bridge.request('app.describe', null));
    } catch (error) {
      this.#failure = failureOf(error);
      this.#phase = 'failed';
      return;
    }
    if (!this.#listening) this.bridge.on('library.offered', () => void this.#enter(null));
    this.#listening = true;
    await this.#enter(this.#kept.getItem(keptLibrary) as LibraryId | null); // written below
  }

  /** Opens it as it is; where it does not open, what was shown stays. Whose photos it holds is asked by `recognising`. */
  async open(folder: string, bring: readonly LibraryId[] = []): Promise<void> {
    if (this.#opening !== null) return;
    this.#opening = folder;
    this.clearFailure();
    const opened = await this.#inTurn(() => this.bridge.request('library.open', { folder, page: this.bridge.page, ...(bring.length > 0 && { bring }) }), () => this.places.goHome());
    this.#refused = opened ? null : folder;
    if (!opened && this.#phase === 'library' && this.#failure) this.#complain(this.#failure);
    this.#opening = null;
  }

  /** The desktop's own dialog; whether there is one at all is the host's to know. */
  async choose(): Promise<void> {
    const folder = await this.attempt(this.bridge.request('folders.choose', null));
    if (folder) await this.recognising.open(folder);
  }

  /** To the welcome, to choose another folder; the library stays behind it for `goBack`. */
  async leave(): Promise<void> {
    this.#failure = null;
    await this.attempt(this.#library?.flush());
    await this.#readRecent();
    this.#phase = 'welcome';
  }

  /** From the welcome to the library it was opened from. */
  goBack(): void { if (this.#library) this.#phase = 'library'; }

  async forget(library: LibraryId): Promise<void> {
    await this.attempt(this.bridge.request('library.forget', { library }));
    await this.#readRecent();
  }

  async change(settings: Partial<Settings>): Promise<void> {
    const written = await this.attempt(this.bridge.request('settings.write', settings));
    if (written && this.#description) this.#describe({ ...this.#description, settings: written });
  }

  clearFailure(): void { this.#failure = null; }
  async say(said: Statement | readonly Statement[], options?: SayOptions): Promise<SayOutcome | undefined> { return this.#library ? say(this, this.#library, said, options) : undefined; }

  async undo(): Promise<void> { if (this.#library) await undo(this, this.#library); }
  async redo(): Promise<void> { if (this.#library) await redo(this, this.#library); }

  /** Waits for something asked; a failure is said in a toast and gives `undefined`. */
  async attempt<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      this.#complain(error);
      return undefined;
    }
  }

  /** A lost server has its own screen. */
  #complain(error: unknown): void { if (this.#connection === 'connected') this.toasts.say(messages.failure(failureOf(error))); }
  #describe(description: AppDescription): void {
    this.#description = description;
    // a browser may stand in another country than the machine that serves it
    messages.speak(description.settings.language, description.host === 'browser' ? this.#language : description.locale);
  }

  /** Asks for the library this page had, or for what was opened from outside. */
  async #enter(library: LibraryId | null): Promise<boolean> {
    const entered = await this.#inTurn(() => this.bridge.request('library.enter', { library, page: this.bridge.page }));
    if (!entered && !this.#library) await this.#showNone();
    return entered;
  }

  /** One library after the other: what the one that is shown has is stored, then the next is asked for and shown. Whether that went well. */
  #inTurn(ask: () => Promise<LibraryState | null>, before = (): void => {}, enters = true): Promise<boolean> {
    const turn = this.#turn.then(async () => {
      try {
        await this.#library?.flush();
        const state = await ask();
        before();
        await this.#show(state, enters);
        return true;
      } catch (error) {
        this.#failure = failureOf(error);
        return false;
      }
    });
    this.#turn = turn;
    return turn;
  }

  /** `enters`: also where the user is at the welcome; news of the library behind it does not. */
  async #show(state: LibraryState | null, enters: boolean): Promise<void> {
    const current = this.#library;
    const another = state?.id !== current?.state.id;
    if (state && !another && state.lensId === current?.state.lensId) {
      tellFolders(this.toasts, current.state.folders, state.folders);
      current.takeState(state);
      if (enters) this.#phase = 'library';
      return;
    }
    await this.attempt(current?.flush());
    current?.close();
    // another lens has other groups
    if (current && !another && this.places.now.screen === 'group') this.places.goHome();
    if (state) this.#present(state, another);
    else await this.#showNone();
    if (!current || !another) return;
    this.toasts.dismiss();
    await this.attempt(this.bridge.request('library.close', { library: current.state.id, page: this.bridge.page }));
  }

  #present(state: LibraryState, another: boolean): void {
    const { id } = state;
    const bridge = this.bridge.of(id);
    const library = new OpenLibrary({
      bridge, state, port: this.#openPort({ bridge, page: this.bridge.page, lensId: state.lensId }),
      onFailure: (error) => this.#complain(error),
      view: this.settings.views[id], onView: (view) => this.change({ views: { [id]: view } }), always: () => this.settings.applyLearned, onApplied: (of, applied) => tellApplied(this, of, applied),
      onIndexed: (progress, indexed) => tellIndexed(this.toasts, this.places, progress, indexed),
      onTakenBack: (progress) => tellTakenBack(this.toasts, this.places, progress), onLearned: (progress) => tellLearned(this.toasts, this.places, progress),
      onChanged: (now) => void this.#inTurn(async () => now, undefined, false),
      onFlushed: () => void this.attempt(this.bridge.request('library.flushed', { library: id, page: this.bridge.page })),
      onClosed: () => void this.#inTurn(async () => null)
    });
    this.#kept.setItem(keptLibrary, id);
    this.#library = library;
    if (another) this.#phase = 'library';
    void this.attempt(library.refresh());
  }

  async #showNone(): Promise<void> {
    this.#library = null;
    this.#kept.removeItem(keptLibrary);
    await this.#readRecent();
    this.#phase = 'welcome';
  }

  async #readRecent(): Promise<void> { this.#recent = (await this.attempt(this.bridge.request('library.recent', null))) ?? []; }

  #connect(connection: Connection): void {
    const before = this.#connection;
    this.#connection = connection;
    if (before !== 'lost' || connection !== 'connected') return;
    this.toasts.say(t('connection.back'));
    if (this.#library) void this.#comeBack(this.#library);
    else if (this.#phase === 'failed') void this.start();
  }

  /** Holds the library again and reads what changed meanwhile; where it does not open any more, it is not shown any more. */
  async #comeBack(library: OpenLibrary): Promise<void> {
    const entered = await this.#enter(library.state.id);
    if (this.#library !== library || this.#connection !== 'connected') return;
    if (entered) await this.attempt(library.refresh());
    else {
      library.close();
      await this.#showNone();
    }
  }
}
