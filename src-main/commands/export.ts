// `kindred export [<folder>]`: copies, links or moves photos into a folder, by groups or not, with sidecars for other programs; or writes lists
// of them and contact sheets. Shows what it would do, and does it with --yes. Lists are written at once, never over a file without --yes.
import { basename, dirname, resolve } from 'node:path';
import type { ListedChoice, ListForm } from '../../src-shared/exchange/list.ts';
import type { PlanRequest } from '../../src-shared/filing/plan.ts';
import { faultOfPattern } from '../../src-shared/filing/pattern.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { systemDisk } from '../filing/disk.ts';
import { makePlan } from '../filing/plan.ts';
import { recoverPlans } from '../filing/recover.ts';
import { writeList } from '../lists/write-list.ts';
import { openStore } from '../store/database.ts';
import { DEFAULT_LENS } from '../store/lenses.ts';
import { storedAt } from '../store/libraries.ts';
import { readArguments, readWhole, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { chosenPhotos } from './export-source.ts';
import { knownLibrary } from './known-library.ts';
import { performMade, planPrinter, printSteps } from './plans.ts';
import { printableName } from './printable.ts';

const KINDS = ['copy', 'hardlink', 'symlink', 'move'] as const;

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    to: { type: 'string' }, groups: { type: 'boolean' }, album: { type: 'string' }, picked: { type: 'boolean' }, stars: { type: 'string' }, pattern: { type: 'string' }, as: { type: 'string' },
    sidecars: { type: 'boolean' }, 'into-files': { type: 'boolean' }, 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' },
    csv: { type: 'string' }, json: { type: 'string' }, list: { type: 'string' }, null: { type: 'boolean' }, 'contact-sheet': { type: 'string' }
  });
  const lists = listsOf(values);
  if (values.to === undefined && lists.length === 0) throw new UsageError('expected --to <folder>, --csv, --json, --list or --contact-sheet');
  const kind = KINDS.find((each) => each === (values.as ?? 'copy'));
  if (!kind) throw new UsageError(`expected --as ${KINDS.join(', ')}, got ${values.as}`);
  if (values['into-files'] && kind !== 'copy') throw new UsageError('expected --into-files with --as copy: only copies are written into');
  if (values.groups && values.album !== undefined) throw new UsageError('expected --groups or --album, not both');
  const pattern = values.pattern ?? (values.groups ? '{group}' : undefined);
  const fault = pattern === undefined ? null : faultOfPattern(pattern);
  if (fault !== null) throw new UsageError(`expected a folder pattern, got ${pattern}: ${fault}`);
  const stars = values.stars === undefined ? 0 : readWhole('stars', values.stars, 0, 5);

  const { library } = knownLibrary(dataFolder(), positionals[0]);
  const yes = values.yes === true && values['dry-run'] !== true;
  const store = openStore(storedAt(dataFolder(), library.id), { readOnly: values.to === undefined || !yes });
  try {
    const folder = positionals[0] === undefined ? null : resolve(positionals[0]);
    const chosen = await chosenPhotos(store, { groups: values.groups === true, album: values.album ?? null, picked: values.picked === true, stars, folder });
    if (chosen.length === 0) throw new CodedError('bad-request', 'No photo is like that. Ask for fewer stars, or leave --picked out.');
    for (const list of lists) await writeOne(store, list, chosen, values.yes === true);
    if (values.to === undefined) return;
    const writing = { sidecars: values.sidecars === true, files: values['into-files'] === true, lensId: DEFAULT_LENS };
    await exportFiles(store, { kind, why: 'Export', target: resolve(values.to), chosen, ...(pattern !== undefined && { pattern }), lastToo: true, ...((writing.sidecars || writing.files) && { writing }) }, yes);
  } finally {
    store.close();
  }
}

type Store = ReturnType<typeof openStore>;

interface List {
  readonly form: ListForm;
  readonly file: string;
}

function listsOf(values: { readonly csv?: string; readonly json?: string; readonly list?: string; readonly null?: boolean; readonly 'contact-sheet'?: string }): List[] {
  const sheet = values['contact-sheet'];
  const form: ListForm | null | undefined = sheet === undefined ? null : sheet.toLowerCase().endsWith('.pdf') ? 'pdf' : /\.html?$/i.test(sheet) ? 'html' : undefined;
  if (form === undefined) throw new UsageError(`expected --contact-sheet with a name that ends in .html or .pdf, got ${sheet}`);
  return [
    ...(values.csv === undefined ? [] : [{ form: 'csv', file: values.csv } as const]),
    ...(values.json === undefined ? [] : [{ form: 'json', file: values.json } as const]),
    ...(values.list === undefined ? [] : [{ form: values.null ? 'paths-nul' : 'paths', file: values.list } as const]),
    ...(form === null || sheet === undefined ? [] : [{ form, file: sheet }])
  ];
}

async function writeOne(store: Store, { form, file }: List, chosen: readonly ListedChoice[], replace: boolean): Promise<void> {
  const path = resolve(file);
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  const outcome = await writeList(store, { form, chosen, folder: dirname(path), name: basename(path), replace, title: basename(path).replace(/\.[^.]*$/, ''), locale });
  if (outcome.status === 'exists') throw new CodedError('bad-request', `${outcome.path} is there already. Choose another name, or add --yes to replace it.`);
  console.log(`${counted(outcome.photos, 'photo')} in ${printableName(outcome.path)}${outcome.missing > 0 ? `; ${counted(outcome.missing, 'photo has', 'photos have')} no file now` : ''}`);
}

async function exportFiles(store: Store, request: PlanRequest, yes: boolean): Promise<void> {
  if (yes) await recoverPlans({ store, disk: systemDisk, now: Date.now });
  const made = await makePlan(store, request);
  printSteps(made.steps);
  const meant = made.steps.filter(({ state }) => state !== 'refused');
  console.log(`${counted(meant.length, 'file')} to ${printableName(request.target ?? '')}, ${(meant.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB; ${counted(made.steps.length - meant.length, 'file')} refused`);
  if (!yes) {
    console.error('Nothing was done. Add --yes to do it.');
    return;
  }
  const { progress: { done, total, phase, stoppedBy, refused } } = await performMade(store, made, { onProgress: planPrinter() });
  console.log(`${counted(done - refused, 'file')} done. To take it back: kindred restore`);
  if (phase !== 'ended') throw new CodedError('unexpected', `Stopped after ${done} of ${total}: ${stoppedBy?.message ?? 'it was cancelled'}`);
  const left = refused + made.steps.length - meant.length;
  if (left > 0) throw new CodedError('unexpected', `${counted(left, 'file')} could not be exported: see above.`);
}
