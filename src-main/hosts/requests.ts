// The schema of each request from the renderer, one per name. Types tie them to the contract,
// so a missing or differing schema does not compile. Does not check that ids exist. Long, because it is one table.

import { isAbsolute } from 'node:path';
import * as z from 'zod';
import type { AppRequestName, EncoderVersionId, Input, LibraryId, LibraryRequestName, RequestName, Stars } from '../../src-shared/contract.ts';
import type { AlbumId } from '../../src-shared/albums/album.ts';
import { MOST_WORDS } from '../../src-shared/contract/alike.ts';
import { MOST_PART_BYTES } from '../../src-shared/contract/packs.ts';
import { LIST_FORMS } from '../../src-shared/exchange/list.ts';
import type { DraftId, PlanId } from '../../src-shared/filing/plan.ts';
import { KEEPER_RULES } from '../../src-shared/keepers/rules.ts';
import { faultOfColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { MAP_METHODS } from '../../src-shared/mapping/map.ts';
import { FLAGS, LABELS, MOST_STARS } from '../../src-shared/marks/packed.ts';
import { CodedError } from '../failure.ts';
import { isPackId } from '../packs/stored.ts';
import { imageSource, likeWhat } from './alike.ts';
import { groupsRequest } from './desk.ts';
import { filter, wish, view } from './filter.ts';
import { groupId, id, judgmentId, lensId, origin, photoId, statement } from './judgments.ts';

const encoderVersionId = id.transform((value) => value as EncoderVersionId);

const planId = z.int().min(1).transform((value) => value as PlanId);
const draftId = z.uuid().transform((value) => value as DraftId);

const libraryId = z.string().regex(/^[\w-]{1,128}$/, 'expected the id of a library').transform((value) => value as LibraryId);

const path = z.string().min(1).max(32_768).refine((value) => !value.includes('\0'), 'expected a path without NUL');
const fullPath = path.refine(isAbsolute, 'expected a full path');
const text = z.string().max(1000);

const column = z.instanceof(Uint32Array);
const grouping = z.strictObject({
  height: z.number().min(0).nullable(), ids: column, covers: column, ends: column, photos: column,
  names: z.array(z.strictObject({ group: groupId, name: text })),
  settled: z.strictObject({ of: z.string().max(300), suggested: z.number().min(0), tree: z.strictObject({ children: column, heights: z.instanceof(Float64Array) }).exactOptional() }).exactOptional(),
  declined: z.strictObject({ moved: z.int().min(0), learned: z.string().max(200) }).exactOptional(),
  before: z.array(z.strictObject({ made: z.array(judgmentId).max(100_000), groups: z.array(z.array(photoId).max(100_000)).max(100_000) })).max(100).exactOptional()
}).superRefine((columns, context) => {
  const fault = faultOfColumns(columns);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});

/** Photos of one request: all of a large library can be marked at once. */
const MOST_MARKED = 1_000_000;
const marked = column.refine((ids) => ids.length <= MOST_MARKED && ids.every((each) => each > 0), `expected at most ${MOST_MARKED} ids of photos`);
const change = z.strictObject({
  flag: z.enum(FLAGS).nullable().exactOptional(),
  stars: z.int().min(0).max(MOST_STARS).transform((value) => value as Stars).exactOptional(),
  label: z.enum(LABELS).nullable().exactOptional(),
  favourite: z.boolean().exactOptional()
});

const albumRule = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('marks'), wish }), z.strictObject({ kind: z.literal('group'), lensId, group: groupId }), z.strictObject({ kind: z.literal('filter'), lensId, filter })]);
const albumId = id.transform((value) => value as AlbumId);
const albumPhotos = z.strictObject({ id: albumId, photos: marked });

const leftOutRule = z.enum(['nomedia', 'previews', 'bins', 'hidden', 'system']);

const packId = z.string().refine(isPackId, 'expected the id of a pack');

const relativePath = path.refine((value) => !/^[/\\]|(^|[/\\])\.\.([/\\]|$)/.test(value), 'expected a path below the target');
const planRequest = z.strictObject({
  kind: z.enum(['trash', 'move', 'copy', 'hardlink', 'symlink']), why: text, target: fullPath.nullable(),
  chosen: z.array(z.strictObject({ photo: photoId, file: z.strictObject({ folder: path, path }).exactOptional(), as: relativePath.exactOptional(), group: text.exactOptional(), album: text.exactOptional() })).min(1).max(1_000_000),
  pattern: text.exactOptional(), lastToo: z.boolean().exactOptional(), inLibrary: z.boolean().exactOptional(),
  writing: z.strictObject({ sidecars: z.boolean(), files: z.boolean(), lensId }).exactOptional()
});

const nothing = z.null();
const ofLens = z.strictObject({ lensId });
const ofMap = z.strictObject({ lensId, method: z.enum(MAP_METHODS) });
const ofStep = z.strictObject({ lensId, step: z.number().int().positive() });

const page = z.string().min(1).max(64);
const shortText = z.string().max(500);
const gpuError = z.strictObject({ name: shortText, message: z.string().max(10_000) });
// whoever asked the worker checks the answer against the worker's own type
const gpuReply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('answer'), answer: z.unknown() }),
  z.strictObject({ kind: z.literal('error'), error: gpuError }),
  z.strictObject({ kind: z.literal('died'), error: gpuError })
]);

/** The schema of the input of every request to the app. */
export const appRequests = {
  'app.describe': nothing,
  'settings.write': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']).exactOptional(),
    language: z.enum(['system', 'en', 'ko']).exactOptional(),
    watchFolders: z.boolean().exactOptional(),
    pairRaw: z.boolean().exactOptional(),
    applyLearned: z.boolean().exactOptional(),
    reviewBy: z.enum(['pairs', 'sheets']).exactOptional(),
    tellEnd: z.boolean().exactOptional(),
    logPaths: z.boolean().exactOptional(),
    lookForUpdates: z.boolean().exactOptional(),
    introduced: z.boolean().exactOptional(),
    views: z.record(libraryId, view).exactOptional()
  }),
  'folders.choose': nothing,
  'folders.list': z.strictObject({ path: path.nullable() }),
  'folders.make': z.strictObject({ path: fullPath, name: z.string().max(255) }),
  'folders.count': z.strictObject({ page, path: fullPath }),
  'library.covers': z.strictObject({ library: libraryId }),
  'compute.backends': nothing,
  'gpu.offer': z.strictObject({
    page, adapter: z.strictObject({ vendor: shortText, architecture: shortText, device: shortText, description: shortText, isFallbackAdapter: z.boolean() }).nullable()
  }),
  'gpu.take': z.strictObject({ page }),
  'gpu.tell': z.strictObject({ page, worker: z.int().min(1), reply: gpuReply }),
  'image.take': nothing,
  'updates.read': nothing,
  'updates.check': nothing,
  'updates.download': nothing,
  'about.notices': nothing,
  'about.diagnose': z.strictObject({ check: z.boolean() }),

  'library.recent': nothing,
  'library.open': z.strictObject({ folder: path, page, bring: z.array(libraryId).max(1000).exactOptional() }),
  'library.enter': z.strictObject({ library: libraryId.nullable(), page }),
  'library.close': z.strictObject({ library: libraryId, page }),
  'library.flushed': z.strictObject({ library: libraryId, page }),
  'library.repair': z.strictObject({ folder: path }),
  'library.forget': z.strictObject({ library: libraryId }),
  'packs.list': nothing,
  'packs.receive': z.strictObject({ upload: z.uuid(), file: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MOST_PART_BYTES, `expected at most ${MOST_PART_BYTES} bytes`) }),
  'packs.add': z.strictObject({ upload: z.uuid() }),
  'packs.cancel': z.strictObject({ upload: z.uuid() }),
  'packs.remove': z.strictObject({ id: packId }),
  'backup.choose': z.strictObject({ library: libraryId.nullable() }),
  'library.backup': z.strictObject({ library: libraryId, file: fullPath, thumbnails: z.boolean().exactOptional(), replace: z.boolean().exactOptional() }),
  'backup.cancel': z.strictObject({ file: fullPath }),
  'backup.read': z.strictObject({ file: fullPath }),
  'library.restoreBackup': z.strictObject({ file: fullPath, inTheWay: z.enum(['refuse', 'set-aside', 'beside']) }),
  'desktop.copyText': z.strictObject({ text: z.string().max(10_000_000) }),
  'desktop.notify': z.strictObject({ title: shortText, text }),
  'folders.recognise': z.strictObject({ folder: path }),
  'library.relocate': z.strictObject({ library: libraryId, from: z.string().max(32_768), to: path }),
  'library.answers': z.strictObject({ library: libraryId }),
  'library.saveAnswers': z.strictObject({ library: libraryId })
} satisfies { readonly [N in AppRequestName]: z.ZodType<Input<N>> };

/** The same for every request about one library. */
export const libraryRequests = {
  'folders.add': z.strictObject({ folder: path }),
  'folders.remove': z.strictObject({ folder: path }),
  'leftOut.read': nothing,
  'leftOut.write': z.strictObject({ off: z.array(leftOutRule), taken: z.array(path).max(10_000), patterns: z.array(z.string().min(1).max(1000)).max(1000) }),
  'index.progress': nothing,
  'index.start': nothing,
  'index.pause': nothing,
  'index.resume': nothing,
  'index.cancel': nothing,
  'photos.list': nothing,
  'photos.find': z.strictObject({ filter, lensId, best: z.boolean().exactOptional() }),
  'photos.like': z.strictObject({ lensId, like: likeWhat, filter: filter.nullable(), count: z.int().min(1).max(10_000) }),
  'alike.see': imageSource,
  'alike.words': z.strictObject({ words: z.string().trim().min(1).max(MOST_WORDS) }),
  'photos.columns': nothing,
  'photos.certainty': ofLens,
  'finding.choices': nothing,
  'photos.added': z.strictObject({ since: z.number().min(0) }),
  'photos.files': z.strictObject({ ids: z.array(photoId).max(1000) }),
  'photos.places': z.strictObject({ ids: z.array(photoId).max(1000) }),
  'photo.details': z.strictObject({ id: photoId }),
  'photo.neighbours': z.strictObject({ lensId, id: photoId, count: z.int().min(0).max(10_000) }),
  'problems.list': nothing,
  'problems.retry': nothing,
  'albums.list': nothing,
  'albums.create': z.strictObject({ name: text, rule: albumRule.nullable(), photos: marked }),
  'albums.change': z.strictObject({
    id: albumId, change: z.strictObject({ name: text.exactOptional(), cover: photoId.nullable().exactOptional(), sort: z.enum(['own', 'oldest', 'newest']).exactOptional(), rule: albumRule.exactOptional() })
  }),
  'albums.arrange': z.strictObject({ ids: z.array(albumId).max(100_000) }),
  'albums.delete': z.strictObject({ id: albumId }),
  'albums.restore': z.strictObject({ id: albumId }),
  'albums.photos': z.strictObject({ id: albumId }),
  'albums.add': albumPhotos.extend({ before: photoId.nullable() }),
  'albums.remove': albumPhotos,
  'albums.fill': albumPhotos,
  'albums.of': z.strictObject({ photo: photoId }),

  'map.read': ofMap,
  'map.start': ofMap,
  'map.cancel': nothing,
  'map.facts': nothing,
  'marks.read': nothing,
  'marks.write': z.strictObject({ ids: marked, change }),
  'marks.restore': z.strictObject({ ids: marked, marks: z.instanceof(Uint16Array) }).refine(({ ids, marks }) => ids.length === marks.length, 'expected as many marks as ids'),
  'groups.read': ofLens,
  'groups.write': z.strictObject({ lensId, grouping, revision: z.int().min(0) }),
  'groups.ask': z.strictObject({ page, desk: z.uuid(), turn: z.int().min(1), lensId, message: groupsRequest }),
  'groups.leave': z.strictObject({ desk: z.uuid() }),
  'judgments.read': ofLens,
  'judgments.add': z.strictObject({ lensId, statement, origin }),
  'judgments.change': z.strictObject({ lensId, drop: z.array(judgmentId).max(1_000_000), statements: z.array(statement).max(10_000), origin }),
  'judgments.export': z.strictObject({ lensId: lensId.nullable() }),
  'judgments.save': z.strictObject({ lensId: lensId.nullable() }),
  'judgments.import': z.strictObject({ lensId: lensId.nullable(), text: z.string().max(60_000_000) }),
  'judgments.undo': ofStep,
  'judgments.redo': ofStep,
  'duplicates.list': nothing,
  'duplicates.read': z.strictObject({ ids: z.array(shortText).max(200) }),
  'duplicates.decide': z.strictObject({
    decided: z.array(z.strictObject({
      id: shortText, decision: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('keep'), files: z.array(id).min(1).max(100_000) }), z.strictObject({ kind: z.literal('not-the-same') })])
    })).max(100_000)
  }),
  'duplicates.toGo': nothing,
  'duplicates.revoke': z.strictObject({ ids: z.array(id).max(100_000) }),
  'duplicates.order': z.strictObject({ rules: z.array(z.enum(KEEPER_RULES)).max(KEEPER_RULES.length), fixed: z.int().min(0).max(KEEPER_RULES.length), folders: z.array(path).max(1000) }),
  'duplicates.forget': nothing,
  'import.look': z.strictObject({ from: fullPath.nullable() }),
  'import.take': z.strictObject({ look: z.uuid(), sets: z.array(z.int().min(0)).max(1_000_000), marks: z.boolean(), lensId: lensId.nullable() }),
  'desktop.copyImage': z.strictObject({ id: photoId }),
  'desktop.open': z.strictObject({ id: photoId }),
  'desktop.show': z.strictObject({ id: photoId }),
  'desktop.share': z.strictObject({ ids: z.array(photoId).min(1).max(1000) }),
  'desktop.drag': z.strictObject({ ids: z.array(photoId).min(1).max(1000) }),
  'questions.skipped': ofLens,
  'questions.skip': z.strictObject({ lensId, photos: z.array(photoId).min(1).max(100), skipped: z.boolean() }),
  'plans.preview': planRequest,
  'plans.start': z.strictObject({ draft: draftId, heirs: z.array(z.strictObject({ photo: photoId, heir: photoId })).max(1_000_000).exactOptional() }),
  'plans.cancel': nothing,
  'plans.resume': z.strictObject({ id: planId }),
  'plans.undo': z.strictObject({ id: planId }),
  'plans.list': nothing,
  'plans.read': z.strictObject({ id: planId }),
  'lists.write': z.strictObject({
    form: z.enum(LIST_FORMS), chosen: z.array(z.strictObject({ photo: photoId, group: text.exactOptional(), album: text.exactOptional() })).min(1).max(1_000_000),
    folder: path.refine(isAbsolute, 'expected a full path'), name: z.string().trim().min(1).max(500), replace: z.boolean(), title: text, locale: z.string().max(100)
  }),
  'train.plan': nothing,
  'train.progress': nothing,
  'train.start': z.strictObject({ minutes: z.number().positive().max(24 * 60) }),
  'train.pause': nothing,
  'train.resume': nothing,
  'train.cancel': nothing,
  'encoder.versions': nothing,
  'encoder.use': z.strictObject({ id: encoderVersionId }),
  'encoder.usePack': z.strictObject({ pack: packId, anyway: z.boolean() }),
  'encoder.delete': z.strictObject({ id: encoderVersionId }),
  'lenses.list': nothing,
  'lenses.create': z.strictObject({ name: text }),
  'lenses.duplicate': z.strictObject({ lensId, name: text }),
  'lenses.rename': z.strictObject({ lensId, name: text }),
  'lenses.delete': ofLens,
  'lenses.restore': ofLens,
  'lenses.choose': ofLens
} satisfies { readonly [N in LibraryRequestName]: z.ZodType<Input<N>> };

/** Whether `name` is a request to the app. */
export function isAppRequest(name: unknown): name is AppRequestName {
  return typeof name === 'string' && Object.hasOwn(appRequests, name);
}

/** Whether `name` is a request about one library. */
export function isLibraryRequest(name: unknown): name is LibraryRequestName {
  return typeof name === 'string' && Object.hasOwn(libraryRequests, name);
}

/** Which library a request is about; throws a `bad-request` error if it is not an id. */
export function readLibraryId(library: unknown): LibraryId {
  return parse(libraryId, library, 'library');
}

/** The validated input of request `name`; throws a `bad-request` error that says what was expected and where. */
export function readInput<N extends RequestName>(name: N, input: unknown): Input<N> {
  const schema = { ...appRequests, ...libraryRequests }[name] as unknown as z.ZodType<Input<N>>; // `satisfies` above; an indexed generic is not narrowed
  return parse(schema, input, name);
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const wrong = result.error.issues.map((issue) => `${['input', ...issue.path].map(String).join('.')}: ${issue.message}`);
  throw new CodedError('bad-request', `${what}: ${wrong.slice(0, 5).join('; ')}`);
}
