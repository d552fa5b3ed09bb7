// Puts files into sets of duplicates and proposes a keeper for each. Pure: what was found is an argument.
import type { PhotoId } from '../contract.ts';
import { propose, type LearnedWeights } from '../keepers/propose.ts';
import type { KeeperFile, KeeperOrder } from '../keepers/rules.ts';
import type { Difference } from '../learning/copies/likeness.ts';
import { joinSets, type CopySet, type Judged, type NotTheSame } from '../learning/copies/sets.ts';
import type { DuplicateFile, DuplicateKind, DuplicateSet, Relation } from './duplicate-set.ts';

/** A present file. */
export interface FoundFile extends Omit<KeeperFile, 'differences'> {
  readonly id: number;
  readonly photo: PhotoId;
  readonly content: string;
  /** Whether it is the raw file of a picture that is there elsewhere: a duplicate of files of the same content alone. */
  readonly rawOfPicture?: boolean;
}

export interface FindSets {
  /** Of photos with several files, and of photos in `judged`. */
  readonly files: readonly FoundFile[];
  readonly judged: readonly Judged[];
  readonly apart: readonly NotTheSame[];
  readonly order: KeeperOrder;
  readonly learned: LearnedWeights | null;
}

/** All sets, undecided: those of identical files first, then by picture, then by shot. */
export function findSets({ files, judged, apart, ...rest }: FindSets): DuplicateSet[] {
  const of = Map.groupBy(files.filter(({ rawOfPicture }) => !rawOfPicture), ({ photo }) => photo);
  const filesOf = (photos: readonly PhotoId[]): FoundFile[] => photos.flatMap((photo) => of.get(photo) ?? []);
  const withFiles = judged.filter(({ first, second }) => of.has(first) && of.has(second));
  const pictures = [...joinSets(withFiles.filter(({ verdict }) => verdict.kind === 'same-picture'), apart), ...alone(of, withFiles, 'same-picture')];
  const shots = joinSets(withFiles, apart);
  const edges = Map.groupBy(withFiles.flatMap((edge) => [{ photo: edge.first, edge }, { photo: edge.second, edge }]), ({ photo }) => photo);
  const made = (kind: DuplicateKind, members: readonly FoundFile[], joined: readonly Judged[]): DuplicateSet => {
    const photos = new Set(members.map(({ photo }) => photo));
    const within = [...photos].flatMap((photo) => (edges.get(photo) ?? []).flatMap(({ edge }) => (edge.first === photo && photos.has(edge.second) ? [edge] : [])));
    const certainty = joined.reduce((least, { verdict }) => Math.min(least, verdict.certainty), 1);
    return toSet({ kind, members, judged: within, certainty }, rest);
  };

  const identical = [...Map.groupBy(files, ({ content }) => content).values()].filter(({ length }) => length > 1).map((members) => made('identical', members, []));
  const several = (members: readonly FoundFile[], differ: (file: FoundFile) => unknown): boolean => new Set(members.map(differ)).size > 1;
  const samePicture = pictures.flatMap(({ photos, joined }) => {
    const members = filesOf(photos);
    return several(members, ({ content }) => content) ? [made('same-picture', members, joined)] : [];
  });
  const pictureOf = new Map(pictures.flatMap(({ photos }, at) => photos.map((photo) => [photo, at] as const)));
  const sameShot = shots.flatMap(({ photos, joined }) => {
    const members = filesOf(photos);
    return several(members, ({ photo }) => pictureOf.get(photo) ?? `${photo}`) ? [made('same-shot', members, joined)] : [];
  });
  return [identical, samePicture, sameShot].flatMap((sets) => sets.sort((a, b) => firstOf(a) - firstOf(b)));
}

/** Photos that are in no set, which may still have several files. */
function alone(of: ReadonlyMap<PhotoId, readonly FoundFile[]>, judged: readonly Judged[], kind: 'same-picture'): CopySet[] {
  const joined = new Set(judged.filter(({ verdict }) => verdict.kind === kind).flatMap(({ first, second }) => [first, second]));
  return [...of.keys()].filter((photo) => !joined.has(photo)).map((photo) => ({ photos: [photo], joined: [] }));
}

const firstOf = ({ files }: DuplicateSet): number => Math.min(...files.map(({ id }) => id));

interface Members {
  readonly kind: DuplicateKind;
  readonly members: readonly FoundFile[];
  /** All that is known of pairs among them. */
  readonly judged: readonly Judged[];
  readonly certainty: number;
}

function toSet({ kind, members, judged, certainty }: Members, { order, learned }: Pick<FindSets, 'order' | 'learned'>): DuplicateSet {
  // by photo, so that a large set does not go through all its pairs for each of its files
  const edges = Map.groupBy(judged.flatMap((edge) => [{ photo: edge.first, edge }, { photo: edge.second, edge }]), ({ photo }) => photo);
  const of = (photo: PhotoId): readonly Judged[] => (edges.get(photo) ?? []).map(({ edge }) => edge);
  const candidates = members.map((file) => ({ ...file, differences: editsOf(file.photo, of(file.photo)) }));
  const proposal = propose(candidates, order, learned);
  const keeper = candidates[proposal.keeper]!;
  const files = candidates
    .map((file): DuplicateFile => ({ ...file, relations: file === keeper ? [] : relationsOf(file, keeper, of(file.photo)), only: onlyIn(file, keeper) }))
    .sort((a, b) => Number(b.id === keeper.id) - Number(a.id === keeper.id) || a.relations.length - b.relations.length || a.id - b.id);
  const id = `${kind} ${Math.min(...members.map((file) => file.id))}`;
  return { id, kind, files, reasons: proposal.reasons, learned: proposal.learned, certainty, decision: null };
}

/** How a photo differs from the others: what makes it the edited one. `judged`: of it. */
function editsOf(photo: PhotoId, judged: readonly Judged[]): Difference[] {
  const differences = judged.flatMap(({ first, second, verdict }) => (second === photo ? verdict.differences : first === photo ? verdict.differences.map(reversed) : []));
  return [...new Set(differences)];
}

const OPPOSITES: Readonly<Partial<Record<Difference, Difference>>> = {
  bordered: 'unbordered', unbordered: 'bordered', cropped: 'uncropped', uncropped: 'cropped', grey: 'coloured', coloured: 'grey', marked: 'unmarked', unmarked: 'marked', later: 'earlier', earlier: 'later'
};

/** The same difference seen from the other photo. */
function reversed(difference: Difference): Difference {
  return OPPOSITES[difference] ?? difference;
}

function relationsOf(file: FoundFile, keeper: FoundFile, judged: readonly Judged[]): Relation[] {
  if (file.content === keeper.content) return ['same-bytes'];
  if (file.photo === keeper.photo) return ['other-metadata'];
  const direct = judged.find(({ first, second }) => first === keeper.photo && second === file.photo);
  const back = judged.find(({ first, second }) => first === file.photo && second === keeper.photo);
  const differences = direct ? direct.verdict.differences : back ? back.verdict.differences.map(reversed) : editsOf(file.photo, judged);
  const size = Math.log((file.width * file.height) / (keeper.width * keeper.height));
  const relations: Relation[] = [];
  if (Math.abs(size) > 0.03 && !differences.includes('cropped')) relations.push(size < 0 ? 'smaller' : 'larger');
  if (file.format !== keeper.format) relations.push('other-format');
  else if (relations.length === 0 && differences.length === 0 && file.bytes < 0.95 * keeper.bytes) relations.push('compressed');
  relations.push(...differences);
  return relations.length === 0 ? ['other-metadata'] : relations;
}

function onlyIn(file: FoundFile, keeper: FoundFile): DuplicateFile['only'] {
  const has: readonly (readonly ['time' | 'place' | 'camera', boolean])[] = [
    ['time', file.takenAt !== null && keeper.takenAt === null], ['place', file.hasPlace && !keeper.hasPlace], ['camera', file.camera !== null && keeper.camera === null]
  ];
  return has.flatMap(([what, lacks]) => (lacks ? [what] : []));
}
