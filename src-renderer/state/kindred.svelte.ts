// The app as a whole: what it runs on, its settings, which folder is open, and what was last said to the user.

import type { AppDescription, Failure, IndexProgress, JudgmentId, LibraryState, RecentLibrary, Settings, Statement, TrainProgress } from '../../src-shared/contract.ts';
import type { Connection, WatchedBridge } from '../bridge/watched.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import { WorkerPort } from './groups-port.ts';
import type { GroupsPort } from './groups.svelte.ts';
import type { SayOutcome } from './judgments.svelte.ts';
import { OpenLibrary } from './open-library.svelte.ts';
import { Places } from './places.svelte.ts';
import { Toasts } from './toasts.svelte.ts';

export type Phase = 'starting' | 'failed' | 'welcome' | 'library';
export type DialogName = 'settings' | 'shortcuts';

export interface KindredOptions {
  readonly history?: Pick<History, 'pushState' | 'replaceState' | 'back' | 'state'>;
  readonly openPort?: () => GroupsPort;
  /** Of the browser that shows the page, a BCP 47 tag. */
  readonly language?: string;
}

export class Kindred {
  readonly bridge: WatchedBridge;
  readonly places: Places;
  readonly toasts = new Toasts();
  #phase = $state<Phase>('starting');
  #connection = $state<Connection>('connected');
  #description = $state.raw<AppDescription | null>(null);
  #recent = $state.raw<readonly RecentLibrary[] | null>(null);
  #library = $state.raw<OpenLibrary | null>(null);
  /** The folder being opened. */
  #opening = $state<string | null>(null);
  /** Why the last folder did not open, or the app did not start. */
  #failure = $state.raw<Failure | null>(null);
  dialog = $state<DialogName | null>(null);
  readonly #openPort: () => GroupsPort;
  readonly #language: string;
  #listening = false;
  /** Libraries are entered one after the other: the answer to `library.open` and its event tell the same. */
  #entering: Promise<void> = Promise.resolve();

  constructor(bridge: WatchedBridge, { history = globalThis.history, openPort = () => new WorkerPort(), language = globalThis.navigator.language }: KindredOptions = {}) {
    this.bridge = bridge;
    this.places = new Places(history);
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
  get failure(): Failure | null { return this.#failure; }
  get settings(): Settings { return this.#description?.settings ?? { theme: 'system', language: 'system' }; }

  /** Finds out where it runs and shows the open folder, or the welcome. Called again to try again. */
  async start(): Promise<void> {
    this.#phase = 'starting';
    this.#failure = null;
    try {
      this.#describe(await this.bridge.request('app.describe', null));
      if (!this.#listening) this.bridge.on('library.changed', (state) => void this.#enter(state));
      this.#listening = true;
      await this.#enter(await this.bridge.request('library.current', null));
    } catch (error) {
      this.#failure = failureOf(error);
      this.#phase = 'failed';
    }
  }

  async open(folder: string): Promise<void> {
    if (this.#opening !== null) return;
    this.#opening = folder;
    this.#failure = null;
    try {
      const state = await this.bridge.request('library.open', { folder });
      this.places.goHome();
      await this.#enter(state);
    } catch (error) {
      this.#failure = failureOf(error);
      if (this.#library) this.toasts.say(messages.failure(this.#failure));
    } finally {
      this.#opening = null;
    }
  }

  /** The desktop's own dialog; whether there is one at all is the host's to know. */
  async choose(): Promise<void> {
    const folder = await this.attempt(this.bridge.request('folders.choose', null));
    if (folder) await this.open(folder);
  }

  async closeLibrary(): Promise<void> {
    await this.attempt(this.bridge.request('library.close', null));
    await this.#enter(null);
  }

  async forget(id: string): Promise<void> {
    await this.attempt(this.bridge.request('library.forget', { id }));
    await this.#readRecent();
  }

  async change(settings: Partial<Settings>): Promise<void> {
    const written = await this.attempt(this.bridge.request('settings.write', settings));
    if (written && this.#description) this.#describe({ ...this.#description, settings: written });
  }

  clearFailure(): void {
    this.#failure = null;
  }

  /** Says it, and tells what came of it with a way back: in `words` where it is several things at once. A contradiction opens its dialog instead. */
  async say(said: Statement | readonly Statement[], { words, drop }: { readonly words?: string; readonly drop?: readonly JudgmentId[] } = {}): Promise<SayOutcome | undefined> {
    const library = this.#library;
    if (!library) return undefined;
    const outcome = await this.attempt(library.judgments.say(said, drop));
    if (outcome === 'contradiction') this.toasts.dismiss();
    if (outcome === 'already-known') this.toasts.say(t('say.known'));
    if (outcome === 'recorded') {
      library.selection.clear();
      this.toasts.say(words ?? describeStatements('kind' in said ? [said] : said), { label: t('nav.undo'), run: () => void this.undo() });
    }
    return outcome;
  }

  async undo(): Promise<void> {
    if (this.#library?.takesBack?.()) return;
    const done = await this.attempt(this.#library?.judgments.undo());
    if (done === undefined) return;
    if (done) this.toasts.say(t('say.undone'), { label: t('nav.redo'), run: () => void this.redo() });
    else this.toasts.say(t('say.nothingToUndo'));
  }

  async redo(): Promise<void> {
    const done = await this.attempt(this.#library?.judgments.redo());
    if (done === undefined) return;
    if (done) this.toasts.say(t('say.redone'), { label: t('nav.undo'), run: () => void this.undo() });
    else this.toasts.say(t('say.nothingToRedo'));
  }

  /** Waits for something asked; a failure is said in a toast and gives `undefined`. */
  async attempt<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      this.#complain(error);
      return undefined;
    }
  }

  #complain(error: unknown): void {
    // a lost server has its own screen
    if (this.#connection === 'connected') this.toasts.say(messages.failure(failureOf(error)));
  }

  #describe(description: AppDescription): void {
    this.#description = description;
    // a browser may stand in another country than the machine that serves it
    messages.speak(description.settings.language, description.host === 'browser' ? this.#language : description.locale);
  }

  #enter(state: LibraryState | null): Promise<void> {
    this.#entering = this.#entering.then(() => this.#change(state));
    return this.#entering;
  }

  async #change(state: LibraryState | null): Promise<void> {
    const current = this.#library;
    if (current && state?.id === current.state.id && state.lensId === current.state.lensId) {
      current.takeState(state);
      return;
    }
    this.#library = null;
    if (current) await current.close();
    // another lens has other groups
    if (current && state?.id === current.state.id && this.places.now.screen === 'group') this.places.goHome();
    if (!state) {
      this.#phase = 'welcome';
      await this.#readRecent();
      return;
    }
    const library = new OpenLibrary({
      bridge: this.bridge, state, port: this.#openPort(),
      onFailure: (error) => this.#complain(error),
      onIndexed: (progress) => this.#tellIndexed(progress),
      onLearned: (progress) => this.#tellLearned(progress)
    });
    this.#library = library;
    this.#phase = 'library';
    void this.attempt(library.refresh());
  }

  async #readRecent(): Promise<void> {
    this.#recent = (await this.attempt(this.bridge.request('library.recent', null))) ?? [];
  }

  #tellIndexed({ counts }: IndexProgress): void {
    if (counts.problems > 0) {
      this.toasts.say(t('nav.problems.count', { count: counts.problems }), { label: t('toast.problems.show'), run: () => this.places.show('problems') });
    } else if (counts.new > 0) this.toasts.say(t('index.done', { count: counts.new }));
  }

  /** Also where the user looks at something else; on the screen of learning itself it stands there. */
  #tellLearned({ phase, job, outcome }: TrainProgress): void {
    const text = phase === 'failed' ? t('learn.failed') : job === 'switch' ? t('learn.switched') : outcome?.adopted ? t('learn.adopted') : t('learn.kept');
    if (job === 'switch' && phase === 'done') this.toasts.say(text);
    else if (this.places.now.screen !== 'learn') this.toasts.say(text, { label: t('toast.problems.show'), run: () => this.places.show('learn') });
  }

  #connect(connection: Connection): void {
    const before = this.#connection;
    this.#connection = connection;
    if (before !== 'lost' || connection !== 'connected') return;
    this.toasts.say(t('connection.back'));
    if (this.#library) void this.attempt(this.#library.refresh());
    else if (this.#phase === 'failed') void this.start();
  }
}

function describeStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'similar': return t('say.similar.pair');
    case 'different': return t('say.different.pair');
    case 'together': return t('say.together', { count: statement.photos.length });
    case 'apart': return t('say.apart', { count: statement.photos.length, others: statement.others.length });
    case 'degree': return t('say.degree', { degree: statement.degree });
    case 'closer': return t('say.closer');
  }
}

/** The one; of several that were said at once, only that they are. */
function describeStatements(statements: readonly Statement[]): string {
  const [only] = statements;
  return only && statements.length === 1 ? describeStatement(only) : t('say.several');
}

/** The failure an error carries across the bridge; its own words where it carries none. */
export function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause) return cause as Failure; // the contract of `Bridge.request`
  return { name: error instanceof Error ? error.name : 'Error', code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
