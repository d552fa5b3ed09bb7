// An export under way: what is exported and how, the preview, the run, and what became of it. The main side keeps the plan whatever happens
// to this page.

import type { LibraryBridge, LensId } from '../../src-shared/contract.ts';
import type { ListedChoice, ListForm, ListOutcome } from '../../src-shared/exchange/list.ts';
import type { Plan, PlanPreview, PlanProgress, PlanSummary } from '../../src-shared/filing/plan.ts';
import type { Used } from './used.ts';

export interface ExportSource {
  /** What is exported, in the words of the screen. */
  readonly title: string;
  /** In the order that lists have. */
  readonly chosen: readonly ListedChoice[];
  /** The pattern that suits it, until the user chooses one. */
  readonly pattern: string;
}

/** Files go to a folder, a list or a contact sheet is written. */
export type ExportForm = 'files' | 'list' | 'sheet';
export type ExportKind = 'copy' | 'hardlink' | 'symlink' | 'move';

export interface ExportingOptions {
  readonly bridge: LibraryBridge;
  readonly lensId: () => LensId;
  /** Where the folder of the last export is kept. */
  readonly used?: Pick<Used, 'exportFolder' | 'keep'>;
  /** A run that this page started or continued has ended or stopped, and was not one that takes back. */
  readonly onEnded?: (progress: PlanProgress) => void;
}

export class Exporting {
  form = $state<ExportForm>('files');
  kind = $state<ExportKind>('copy');
  folder = $state<string | null>(null);
  pattern = $state('');
  sidecars = $state(false);
  files = $state(false);
  list = $state<Exclude<ListForm, 'html' | 'pdf'>>('csv');
  sheet = $state<'html' | 'pdf'>('html');
  name = $state('');
  #source = $state.raw<ExportSource | null>(null);
  #preview = $state.raw<PlanPreview | null>(null);
  #progress = $state.raw<PlanProgress | null>(null);
  #plan = $state.raw<Plan | null>(null);
  #listed = $state.raw<ListOutcome | null>(null);
  #interrupted = $state.raw<PlanSummary | null>(null);
  #busy = $state(false);
  /** What was last told of any plan. */
  #told: PlanProgress | null = null;
  readonly #options: ExportingOptions;

  constructor(options: ExportingOptions) {
    this.#options = options;
  }

  /** What the dialog is about; `null` while there is none. */
  get source(): ExportSource | null { return this.#source; }
  get preview(): PlanPreview | null { return this.#preview; }
  /** Of the run that this page started or continued. */
  get progress(): PlanProgress | null { return this.#progress; }
  get running(): boolean { return this.#progress?.phase === 'running'; }
  /** The plan that was performed, once it ended or stopped. */
  get plan(): Plan | null { return this.#plan; }
  /** The list that was written, or would have replaced a file. */
  get listed(): ListOutcome | null { return this.#listed; }
  /** An earlier export that was not completed. */
  get interrupted(): PlanSummary | null { return this.#interrupted; }
  /** Whether files are looked at, or a list is written. */
  get busy(): boolean { return this.#busy; }
  /** Whether files themselves are written into: copies only. */
  get intoFiles(): boolean { return this.files && this.kind === 'copy'; }

  /** Opens the dialog; over a run, which goes on. */
  async open(source: ExportSource): Promise<void> {
    this.#source = source;
    if (this.running) return;
    this.pattern = source.pattern;
    this.name = source.title;
    this.again();
    const [last] = await this.#options.bridge.request('plans.list', null);
    this.#interrupted = last && last.kind !== 'trash' && last.counts.planned + last.counts.doing > 0 ? last : null;
  }

  /** Proposes the folder of the last export, unless one was chosen or it is gone. */
  async recall(isThere: (path: string) => Promise<boolean>): Promise<void> {
    const path = this.folder === null ? this.#options.used?.exportFolder ?? null : null;
    if (path !== null && await isThere(path)) this.folder ??= path;
  }

  close(): void {
    this.#source = null;
  }

  /** Back to the choices. */
  again(): void {
    this.#preview = this.#progress = this.#plan = this.#listed = null;
  }

  /** Shows what would happen to the files. @param why for the log of plans */
  look(why: string): Promise<void> {
    return this.#whileBusy(async () => {
      const { kind, folder, pattern, sidecars, intoFiles } = this;
      if (!this.#source || folder === null) return;
      this.#options.used?.keep({ exportFolder: folder });
      const writing = { sidecars, files: intoFiles, lensId: this.#options.lensId() };
      this.#preview = await this.#options.bridge.request('plans.preview', {
        kind, why, target: folder, chosen: this.#source.chosen, lastToo: true, ...(pattern.trim() !== '' && { pattern }), ...((sidecars || intoFiles) && { writing })
      });
    });
  }

  /** Performs what the preview shows. */
  async start(): Promise<void> {
    const draft = this.#preview?.draft;
    if (draft !== undefined) await this.#run(() => this.#options.bridge.request('plans.start', { draft }));
  }

  /** Goes on with a plan that stopped. */
  async resume(id: Plan['id']): Promise<void> {
    await this.#run(() => this.#options.bridge.request('plans.resume', { id }));
  }

  async undo(id: Plan['id']): Promise<void> {
    await this.#run(() => this.#options.bridge.request('plans.undo', { id }));
  }

  async cancel(): Promise<void> {
    await this.#options.bridge.request('plans.cancel', null);
  }

  /** Writes the list or the contact sheet. */
  write(locale: string, { replace = false } = {}): Promise<void> {
    return this.#whileBusy(async () => {
      const { folder, name, source } = this;
      if (!source || folder === null) return;
      this.#options.used?.keep({ exportFolder: folder });
      const form = this.form === 'sheet' ? this.sheet : this.list;
      this.#listed = await this.#options.bridge.request('lists.write', { form, chosen: source.chosen, folder, name: name.trim(), replace, title: name.trim(), locale });
    });
  }

  /** A plan goes on. Events may come before the answer that says which plan it is. */
  take(told: PlanProgress): void {
    this.#told = told;
    if (told.id !== this.#progress?.id || !this.running) return;
    this.#progress = told;
    if (told.phase === 'running') return;
    if (!told.undoing) this.#options.onEnded?.(told);
    void this.#options.bridge.request('plans.read', { id: told.id }).then((plan) => (this.#plan = plan));
  }

  async #run(begin: () => Promise<PlanProgress>): Promise<void> {
    this.#plan = this.#told = this.#interrupted = null;
    const begun = await begin();
    this.#progress = begun;
    this.#catchUp();
  }

  /** Events that came before it was known which plan runs. */
  #catchUp(): void {
    if (this.#told) this.take(this.#told);
  }

  async #whileBusy(act: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await act();
    } finally {
      this.#busy = false;
    }
  }
}
