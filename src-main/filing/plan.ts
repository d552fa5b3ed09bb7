// Makes a plan of files that were chosen, without touching any: what each step would do, and which are refused from the start.
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PlanFacts, PlanRequest, PlanStep, Refusal, Writing } from '../../src-shared/filing/plan.ts';
import { faultOfPattern, pathBy } from '../../src-shared/filing/pattern.ts';
import { takesAway } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { CodedError } from '../failure.ts';
import type { Store } from '../store/database.ts';
import { type FiledFile, readFiledFilesOf } from '../store/plan-files.ts';
import { hashOf } from './content.ts';
import { type Disk, systemDisk } from './disk.ts';
import { FreeNames } from './free-names.ts';
import { portableName, portablePath } from './names.ts';
import { FieldFiles } from './exiftool.ts';
import { knownOf } from './known.ts';
import { packageAround } from './packages.ts';
import { type FileWithRaws, withRaws, withSpareRaws } from './raws.ts';
import { type FindSidecars, isShared, isXmp, ownSidecar, sidecarName, sidecarsIn } from './sidecars.ts';
import { folderAround, realPlace, realTarget } from './target.ts';

export interface MadePlan extends PlanFacts {
  readonly steps: readonly PlanStep[];
}

/** Files planned per turn of the event loop: some milliseconds. */
const SLICE = 250;

/** A file that was chosen, and where it is to go below the target. */
interface Chosen extends FileWithRaws {
  /** Whether this file of the photo was meant, not all of them. */
  readonly named: boolean;
  readonly as: string | null;
  readonly writes: Writing | null;
}

/**
 * @throws {CodedError} `bad-request` for a request that makes no sense, `folder-missing` or `not-a-folder` for its target, `no-exiftool` if
 * nothing can be written here
 */
export async function makePlan(store: Store, request: PlanRequest, disk: Disk = systemDisk): Promise<MadePlan> {
  const { kind, why, lastToo = false } = request;
  if ((kind === 'trash') !== (request.target === null)) throw new CodedError('bad-request', kind === 'trash' ? 'The trash takes no folder.' : 'Choose a folder for the files.');
  if (request.writing && kind === 'trash') throw new CodedError('bad-request', 'Nothing is written for files that go to the trash. Leave `writing` out.');
  if (request.writing?.files && kind !== 'copy') throw new CodedError('bad-request', 'Only copies can be written into. Choose copies, or write sidecars.');
  if (request.writing?.sidecars || request.writing?.files) await checkWriting();
  const target = request.target === null ? null : await realTarget(disk, request.target);
  const meant = await choose(store, request);
  const takes = takesAway(kind) && (target === null || folderAround(store, target) === null);
  const chosen = takes ? await withSpareRaws(disk, meant.chosen, { present: meant.present, lastToo }) : meant.chosen;
  const steps = new Steps({ store, disk, request, target, remaining: countRemaining({ ...meant, chosen }, takes) });
  for (const [at, one] of chosen.entries()) {
    if (at % SLICE === SLICE - 1) await nextTurn(store);
    await steps.add(one);
  }
  return { kind, why, target, lastToo, steps: steps.all };
}

let canWrite = false;

/** @throws {CodedError} `no-exiftool` if nothing can be written here */
async function checkWriting(): Promise<void> {
  if (canWrite) return; // starting a process takes its time
  const files = new FieldFiles();
  try {
    await files.check();
    canWrite = true;
  } catch (error) {
    throw new CodedError('no-exiftool', error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await files.close();
  }
}

/** The files meant, each once, in the order in which they were chosen, and all that their photos have. */
async function choose(store: Store, { kind, chosen, pattern, writing }: PlanRequest): Promise<{ readonly chosen: readonly Chosen[]; readonly present: ReadonlyMap<PhotoId, readonly FiledFile[]> }> {
  const fault = pattern === undefined ? null : faultOfPattern(pattern);
  if (fault !== null) throw new CodedError('bad-request', `The folder pattern cannot be used: ${fault}.`);
  const known = writing === undefined ? () => null : knownOf(store, writing);
  const files = new Map<string, Chosen>();
  const there = new Map<PhotoId, readonly FiledFile[]>();
  for (let at = 0; at < chosen.length; at += SLICE) {
    if (at > 0) await nextTurn(store);
    const slice = chosen.slice(at, at + SLICE);
    const filed = readFiledFilesOf(store, slice.map(({ photo }) => photo));
    for (const { photo, file: meant, as, group = null, album = null } of slice) {
      const present = filed.get(photo) ?? [];
      const led = withRaws(present);
      const found = meant && present.find(({ folder, path }) => folder === meant.folder && path === meant.path);
      const one = found && (led.find(({ file }) => file === found) ?? { file: found, raws: [] });
      if (meant && !one) throw new CodedError('bad-request', `${join(meant.folder, meant.path)} is not a file of photo ${photo} any more. Choose again.`);
      for (const { file, raws } of one ? [one] : takesAway(kind) ? led : led.slice(0, 1)) {
        const { takenAt, path } = file;
        const named = (): string | null => (pattern === undefined ? null : pathBy(pattern, { group, album, takenAt, folder: path.split('/').slice(0, -1).join('/'), name: basename(path) }));
        files.set(join(file.folder, path), { file, raws, named: meant !== undefined, as: as ?? named(), writes: known(photo, { group, album }) });
        there.set(file.photo, present);
      }
    }
  }
  return { chosen: [...files.values()], present: there };
}

/** How many files of each photo remain where their folder is there. @param takes whether the chosen ones leave the library */
function countRemaining({ chosen, present }: Awaited<ReturnType<typeof choose>>, takes: boolean): ReadonlyMap<PhotoId, number> {
  const remaining = new Map(Array.from(present, ([photo, files]) => [photo, files.filter(({ offline }) => !offline).length]));
  if (takes) for (const { file, raws } of chosen) for (const { photo, offline } of [file, ...raws]) if (!offline) remaining.set(photo, (remaining.get(photo) ?? 0) - 1);
  return remaining;
}

/** Lets others have their turn. @throws {CodedError} `no-library` where the store was closed meanwhile */
async function nextTurn(store: Store): Promise<void> {
  await setImmediate();
  if (!store.db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
}

/** What the sidecars of a file go with. */
interface Accompanied {
  readonly leader: number;
  /** Its name, by which theirs change. */
  readonly leadFrom: string;
  readonly leadTo: string | null;
  readonly remain: number;
  /** The other files of its shot. */
  readonly raws: readonly FiledFile[];
  readonly writes: Writing | null;
}

interface StepsOptions {
  readonly store: Store;
  readonly disk: Disk;
  readonly request: PlanRequest;
  readonly target: string | null;
  readonly remaining: ReadonlyMap<PhotoId, number>;
}

class Steps {
  readonly all: PlanStep[] = [];
  readonly #options: StepsOptions;
  readonly #names: FreeNames;
  readonly #sidecarsIn = new Map<string, FindSidecars>();
  readonly #sidecars = new Set<string>();
  /** Where folders that files go to really are. */
  readonly #realPlaces = new Map<string, string>();
  /** Photos whose last file has its step. */
  readonly #last = new Set<PhotoId>();

  constructor(options: StepsOptions) {
    this.#options = options;
    this.#names = new FreeNames(options.disk);
  }

  /** Adds the step of a file, and those of its raw files and sidecars. */
  async add({ file, raws, as, writes }: Chosen): Promise<void> {
    const { request, remaining } = this.#options;
    const { photo, folder, path, size: bytes, hash } = file;
    const remain = remaining.get(photo) ?? 0;
    // the first one, by which the photo is shown, is the one that is kept
    const last = remain === 0 && takesAway(request.kind) && !file.offline && !this.#last.has(photo);
    if (last) this.#last.add(photo);
    const wanted = this.#wanted(path, as);
    let refusal = await this.#refusalOf(file, wanted);
    if (refusal === null && last && request.lastToo !== true) refusal = { code: 'last-file', message: `${join(folder, path)} is the last file of its photo. Allow that the last files go too, or keep it.` };
    const sidecars = wanted === null || refusal !== null ? [] : (await this.#list(join(folder, dirname(path))))(basename(path), raws.map((raw) => basename(raw.path)));
    const to = wanted !== null && refusal === null ? await this.#names.take(wanted, { leads: true, shares: raws.length > 0 || sidecars.some((sidecar) => isShared(sidecar, basename(path))) }) : wanted;
    const place = this.all.length;
    this.all.push({ place, photo, from: { folder, path }, to, bytes, hash, sidecarOf: null, remain, last, state: refusal ? 'refused' : 'planned', refusal, ...(writes && request.writing?.files && { writes }) });
    if (refusal !== null) return;
    for (const raw of raws) await this.#addRaw(raw, file, place, to, remain);
    const lead = { leader: place, leadFrom: basename(path), leadTo: to, remain };
    await this.#addSidecars(file, { ...lead, raws, writes: request.writing?.sidecars ? writes : null });
    for (const raw of raws) await this.#addSidecars(raw, { ...lead, raws: [file, ...raws.filter((other) => other !== raw)], writes: null });
  }

  /** A raw file goes with its picture as a sidecar does. */
  async #addRaw({ photo, folder, path, size: bytes, hash }: FiledFile, picture: FiledFile, leader: number, leadTo: string | null, remain: number): Promise<void> {
    const to = leadTo === null ? null : await this.#names.take(join(dirname(leadTo), sidecarName(basename(path), basename(picture.path), basename(leadTo))));
    this.all.push({ place: this.all.length, photo, from: { folder, path }, to, bytes, hash, sidecarOf: leader, raw: true, remain, last: false, state: 'planned', refusal: null });
  }

  #wanted(path: string, as: string | null): string | null {
    const { target } = this.#options;
    if (target === null) return null;
    const parts = as === null ? [] : portablePath(as);
    return parts.length > 0 ? join(target, ...parts) : join(target, portableName(basename(path)));
  }

  async #refusalOf({ folder, path, offline }: FiledFile, wanted: string | null): Promise<Refusal | null> {
    const { store, request } = this.#options;
    if (offline) return { code: 'offline', message: `${folder} is not there. Connect its drive, then choose the file again.` };
    const inside = packageAround(join(folder, path));
    if (inside !== null && takesAway(request.kind)) return { code: 'in-package', message: `${join(folder, path)} belongs to ${inside}, which only its own program may change. Remove the photo there.` };
    if (wanted === null) return null;
    const real = join(await this.#realFolder(dirname(wanted)), basename(wanted));
    if (real === join(folder, path)) return { code: 'already-there', message: `${real} is where it should go.` };
    const entered = packageAround(real);
    if (entered !== null) return { code: 'in-package', message: `${dirname(real)} is inside ${entered}, which only its own program may change. Choose another folder.` };
    const around = folderAround(store, real);
    if (around === null || request.inLibrary === true) return null;
    return { code: 'target-in-library', message: `${dirname(real)} is inside ${around}, a folder of this library, which would index the files there again. Choose a folder outside.` };
  }

  async #realFolder(folder: string): Promise<string> {
    const known = this.#realPlaces.get(folder) ?? dirname(await realPlace(this.#options.disk, join(folder, '_')));
    this.#realPlaces.set(folder, known);
    return known;
  }

  /** @param writes what is written into one of them, a new one if there is none */
  async #addSidecars({ photo, folder, path }: FiledFile, { leader, leadFrom, leadTo, remain, raws, writes }: Accompanied): Promise<void> {
    const { disk, request } = this.#options;
    const [within, name] = [dirname(path), basename(path)];
    let writing = writes;
    const addOne = async (sidecar: string, content: Pick<PlanStep, 'bytes' | 'hash'>): Promise<void> => {
      const to = leadTo === null ? null : await this.#names.take(join(dirname(leadTo), sidecarName(sidecar, leadFrom, basename(leadTo))));
      // one that moves stays what it is
      const written = writing !== null && isXmp(sidecar) && (request.kind !== 'move' || content.hash === '') ? { writes: writing } : {};
      if (isXmp(sidecar)) writing = null;
      const from = { folder, path: within === '.' ? sidecar : `${within}/${sidecar}` };
      this.all.push({ place: this.all.length, photo, from, to, ...content, sidecarOf: leader, remain, last: false, state: 'planned', refusal: null, ...written });
    };
    for (const sidecar of (await this.#list(join(folder, within)))(name, raws.map((raw) => basename(raw.path)))) {
      const source = join(folder, within, sidecar);
      if (this.#sidecars.has(source)) continue;
      const stats = await disk.lstat(source).catch(() => null);
      if (stats === null || !stats.isFile()) continue;
      this.#sidecars.add(source);
      await addOne(sidecar, { bytes: stats.size, hash: await hashOf(disk, source) });
    }
    if (writing !== null) await addOne(ownSidecar(name), { bytes: 0, hash: '' });
  }

  /** Finds sidecars in a folder; none if it cannot be read. */
  async #list(folder: string): Promise<FindSidecars> {
    let find = this.#sidecarsIn.get(folder);
    if (find === undefined) this.#sidecarsIn.set(folder, (find = sidecarsIn(await this.#options.disk.readdir(folder).catch(() => []))));
    return find;
  }
}
