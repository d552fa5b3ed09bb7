import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import type { AlbumId } from '../../../src-shared/ids.ts';
import { type Condition, type Filter, folded, type Part, SHAPES } from '../../../src-shared/finding/filter.ts';
import { parseQuery } from '../../../src-shared/finding/parse.ts';
import { wantsMark } from '../../../src-shared/marks/wish.ts';
import { Finding } from '../../../src-main/library/finding/finding.ts';
import { Towns } from '../../../src-main/library/finding/towns.ts';
import { openFinding } from '../../../src-main/library/finding/find-stored.ts';
import { addAlbum } from '../../../src-main/store/albums.ts';
import { appendPhotos } from '../../../src-main/store/album-order.ts';
import type { Store } from '../../../src-main/store/database.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { writeMarks } from '../../../src-main/store/marks.ts';
import { fillWithFoundPhotos, type FoundPhotoMade } from '../../made-found-photos.ts';
import { madeStore } from '../../store/made-store.ts';

const PHOTOS = 250;

interface Made {
  readonly store: Store;
  readonly photos: readonly FoundPhotoMade[];
  readonly album: AlbumId;
}

function make(seed = 3): Made {
  const store = madeStore();
  const photos = fillWithFoundPhotos(store, PHOTOS, seed);
  const album = addAlbum(store, 'Über den Bergen', null, 0);
  appendPhotos(store, album, photos.filter(({ id }) => id % 7 === 0).map(({ id }) => id));
  return { store, photos, album };
}

/** What a condition means, looked at one photo after the other. */
function holds({ album }: Made, photo: FoundPhotoMade, condition: Condition): boolean {
  const { width, height } = photo;
  const within = (value: number, { least, most }: { least: number | null; most: number | null }): boolean => value >= (least ?? -Infinity) && value <= (most ?? Infinity);
  switch (condition.kind) {
    case 'date': return condition.ranges.some(({ from, to }) => photo.takenAt !== null && photo.takenAt >= (from ?? -Infinity) && photo.takenAt < (to ?? Infinity));
    case 'months': return photo.takenAt !== null && condition.months.includes(Number(new Date(photo.takenAt).toISOString().slice(5, 7)));
    case 'folder': return photo.files.some((file) => condition.folders.some(({ folder, path }) => file.folder === folder && (path === '' || file.path.startsWith(`${path}/`))));
    case 'text': {
      const texts = photo.files.flatMap(({ folder, path }) => [['name', path.split('/').at(-1)!], ['folder', `${folder.split('/').at(-1)!}/${path.split('/').slice(0, -1).join('/')}`]]);
      if (photo.camera !== null) texts.push(['camera', photo.camera]);
      if (photo.optics !== null) texts.push(['optics', photo.optics]);
      if (photo.id % 7 === 0) texts.push(['album', 'Über den Bergen']);
      return texts.some(([field, text]) => (condition.field === null || condition.field === field) && folded(text!).includes(folded(condition.text)));
    }
    case 'camera': return photo.camera !== null && condition.cameras.includes(photo.camera);
    case 'optics': return photo.optics !== null && condition.optics.includes(photo.optics);
    case 'format': return condition.formats.includes(photo.format);
    case 'shape': return condition.shapes.some((shape) => ({ square: width === height, landscape: width > height, portrait: width < height, panorama: Math.max(width, height) / Math.min(width, height) >= 2 })[shape]);
    case 'measure': return within({ megapixels: width * height / 1e6, bytes: photo.bytes, width, height, group: 1, certainty: NaN }[condition.measure], condition.range);
    case 'box': return photo.latitude !== null && photo.latitude >= condition.box.south && photo.latitude <= condition.box.north && photo.longitude! >= condition.box.west && photo.longitude! <= condition.box.east;
    case 'town': return false;
    case 'marks': return wantsMark(condition.wish, photo.mark);
    case 'album': return condition.albums.includes(album) && photo.id % 7 === 0;
    case 'fact': return { dated: photo.takenAt !== null, placed: photo.latitude !== null, judged: false, problem: !photo.described }[condition.fact];
  }
}

function naive(made: Made, { parts }: Filter): number[] {
  const found = made.photos.filter((photo) => parts.every((part) => holds(made, photo, part) !== (part.not === true)));
  return found.sort((a, b) => (b.takenAt ?? -Infinity) - (a.takenAt ?? -Infinity) || a.id - b.id || 0).map(({ id }) => id);
}

const some = <T>(...all: T[]): fc.Arbitrary<T[]> => fc.subarray(all, { minLength: 1 });
const range = (most: number) => fc.tuple(fc.option(fc.integer({ min: 0, max: most })), fc.option(fc.integer({ min: 0, max: most }))).map(([least, upTo]) => ({ least, most: upTo }));
const condition = (album: AlbumId): fc.Arbitrary<Condition> => fc.oneof(
  fc.tuple(fc.integer({ min: 2007, max: 2025 }), fc.integer({ min: 0, max: 40 })).map(([year, months]): Condition => ({ kind: 'date', ranges: [{ from: Date.UTC(year, 0), to: Date.UTC(year, months) }] })),
  some(1, 2, 6, 12).map((months): Condition => ({ kind: 'months', months })),
  some({ folder: '/home/me/Photos', path: '' }, { folder: '/media/Disk', path: '2012' }, { folder: '/home/me/Photos', path: '2010/Kitchen' }).map((folders): Condition => ({ kind: 'folder', folders })),
  fc.tuple(fc.constantFrom('kitchen', 'KIT', 'IMG_1', 'cafe', 'Café', '제주', '여행', '사', 'uber', 'g', '_1', 'iphone', 'photos', '" OR "', '%', 'copy.jpg', '85mm'), fc.constantFrom(null, 'folder', 'name', 'camera', 'optics', 'album')).map(([text, field]): Condition => ({ kind: 'text', text, field: field as null })),
  some('iPhone SE', 'Pixel 7', 'none such').map((cameras): Condition => ({ kind: 'camera', cameras })),
  some('RF85mm F1.2 L USM', 'none such').map((optics): Condition => ({ kind: 'optics', optics })),
  some('jpeg', 'heic', 'raw').map((formats): Condition => ({ kind: 'format', formats })),
  some(...SHAPES).map((shapes): Condition => ({ kind: 'shape', shapes })),
  range(13).map((wanted): Condition => ({ kind: 'measure', measure: 'megapixels', range: wanted })),
  range(9e6).map((wanted): Condition => ({ kind: 'measure', measure: 'bytes', range: wanted })),
  fc.constant<Condition>({ kind: 'box', box: { south: 30, west: -80, north: 50, east: 10 } }),
  fc.tuple(some('picked' as const, 'none' as const), fc.constantFrom(0 as const, 3 as const), fc.boolean()).map(([flags, stars, favourite]): Condition => ({ kind: 'marks', wish: { flags, stars, labels: [], favourite } })),
  fc.constant<Condition>({ kind: 'album', albums: [album] }),
  fc.constantFrom('dated' as const, 'placed' as const, 'judged' as const, 'problem' as const).map((fact): Condition => ({ kind: 'fact', fact }))
);
const filters = (album: AlbumId): fc.Arbitrary<Filter> => fc.array(fc.tuple(condition(album), fc.boolean()).map(([each, not]): Part => (not ? { ...each, not: true } : each)), { maxLength: 4 }).map((parts) => ({ parts }));

describe('finding', () => {
  it('finds what looking at one photo after the other finds, in the same order', async () => {
    const made = make();
    const finding = await openFinding(made.store, DEFAULT_LENS);
    onTestFinished(() => finding.close());
    fc.assert(fc.property(filters(made.album), (filter) => {
      expect(Array.from(finding.find(filter))).toEqual(naive(made, filter));
    }), { numRuns: 120 });
  });

  it('finds the nearest town by name in both languages, and nothing at sea', async () => {
    const made = make();
    const finding = await openFinding(made.store, DEFAULT_LENS);
    onTestFinished(() => finding.close());
    const near = (latitude: number) => made.photos.filter((photo) => photo.latitude !== null && Math.abs(photo.latitude - latitude) < 0.01).length;
    const find = (query: string) => finding.find({ parts: parseQuery(query) }).length;
    expect(find('town:seoul')).toBe(near(37.5665));
    expect(find('town:대한민국')).toBe(near(37.5665));
    expect(find('town:"New York"') + find('-town:france town:states')).toBeGreaterThan(0);
    expect(finding.find({ parts: [{ kind: 'town', towns: ['Seoul, KR'] }] }).length).toBe(near(37.5665));
    expect(find('has:place -town:a -town:e -town:i -town:o')).toBe(near(0.5));
  });

  it('calls a district by the large town that it lies in, and a town by its own name', async () => {
    const towns = await Towns.load();
    const name = (latitude: number, longitude: number) => towns.nearest(latitude, longitude)?.name;
    // Gangnam, Montmartre, Saint-Denis
    expect([name(37.4979, 127.0276), name(48.8867, 2.3431), name(48.9362, 2.3574)]).toEqual(['Seoul', 'Paris', 'Paris']);
    // large towns near larger ones, and small ones by themselves
    expect([name(37.6584, 126.832), name(37.4563, 126.7052), name(37.8044, -122.2712), name(48.8014, 2.1301), name(46.0207, 7.7491)]).toEqual(['Goyang', 'Incheon', 'Oakland', 'Versailles', 'Zermatt']);
    expect(towns.nearest(48.8867, 2.3431)).toMatchObject({ key: 'Paris, FR', country: 'FR', part: expect.not.stringMatching(/^Paris$/) });
    expect(name(0.5, -30)).toBeUndefined();
  });

  it('finds photos by the key of their district too, which rules and filters may have kept', async () => {
    const { store } = make();
    store.db.exec('UPDATE photos SET latitude = NULL, longitude = NULL');
    const place = store.db.prepare('UPDATE photos SET latitude = ?, longitude = ? WHERE id = ?');
    const [gangnam, montmartre, seoul] = [[37.4979, 127.0276], [48.8867, 2.3431], [37.5665, 126.978]] as const;
    [gangnam, gangnam, montmartre, seoul].forEach((at, id) => place.run(...at, id + 1));
    const towns = await Towns.load();
    const keys = [gangnam, montmartre].map(([latitude, longitude]) => towns.nearest(latitude, longitude)!.partKey);
    expect(keys).toEqual([expect.stringMatching(/^(?!Seoul,).+, KR$/), expect.stringMatching(/^(?!Paris,).+, FR$/)]);
    const finding = await openFinding(store, DEFAULT_LENS);
    onTestFinished(() => finding.close());
    const find = (...wanted: string[]) => [...finding.find({ parts: [{ kind: 'town', towns: wanted }] })].sort();
    expect([find(keys[0]!), find(keys[1]!), find(...keys), find('Seoul, KR'), find('Paris, FR', keys[0]!)]).toEqual([[1, 2], [3], [1, 2, 3], [1, 2, 4], [1, 2, 3]]);
    expect([...finding.find({ parts: [{ kind: 'town', towns: [keys[0]!], not: true }] })]).toHaveLength(PHOTOS - 2);
  });

  it('puts first the photos in whose texts the words cover most', async () => {
    const { store, photos } = make();
    const finding = await openFinding(store, DEFAULT_LENS);
    onTestFinished(() => finding.close());
    const plain = photos.find(({ id, files: [file] }) => id < 10 && /IMG_\d\.jpg$/.test(file!.path)) ?? photos[0]!;
    const name = plain.files[0]!.path.split('/').at(-1)!.replace('.jpg', '');
    const found = finding.find({ parts: parseQuery(`"${name}"`) }, { best: true });
    expect(found.length).toBeGreaterThan(1); // IMG_3 is in IMG_31 too
    expect(found[0]).toBe(plain.id);
  });
});

describe('Finding', () => {
  const open = (made: Made, onChange = (): void => {}, space?: () => Promise<PhotoSpace>): Finding => {
    const finding = new Finding({ stored: made.store.folder, space: space ?? (() => Promise.reject(new Error('no space'))), onChange, rebuildMs: 10, rebuildPause: 0, tellMs: 5 });
    onTestFinished(() => finding.close());
    return finding;
  };

  it('follows marks at once, and new photos after a while, of which it tells', async () => {
    const made = make();
    let told = 0;
    const finding = open(made, () => told++);
    const picked: Filter = { parts: parseQuery('picked') };
    const before = await finding.find(picked, DEFAULT_LENS);
    const other = made.photos.find(({ id }) => !before.includes(id))!;
    writeMarks(made.store, [other.id], () => 1 << 3, 1);
    finding.heard('marks.changed');
    expect(await finding.find(picked, DEFAULT_LENS)).toContain(other.id);
    made.store.db.prepare('UPDATE files SET missing_since = 1 WHERE photo_id = ?').run(other.id);
    finding.heard('photos.changed');
    await expect.poll(async () => (await finding.find(picked, DEFAULT_LENS)).includes(other.id), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => told).toBeGreaterThan(1);
  });

  it('counts what can be chosen as its filters find it', async () => {
    const made = make();
    const finding = open(made);
    const choices = await finding.choices();
    expect(choices.photos).toBe(PHOTOS);
    for (const { folder, path, photos } of choices.folders) expect(photos).toBe(naive(made, { parts: [{ kind: 'folder', folders: [{ folder, path }] }] }).length);
    expect(choices.optics.length).toBe(2);
    for (const { name, photos } of choices.optics) expect(photos).toBe(naive(made, { parts: [{ kind: 'optics', optics: [name] }] }).length);
    for (const { name, photos } of choices.cameras) expect(photos).toBe(naive(made, { parts: [{ kind: 'camera', cameras: [name] }] }).length);
    for (const { year, photos } of choices.years) expect(photos).toBe(naive(made, { parts: parseQuery(String(year)) }).length);
    expect(choices.folders.map(({ path }) => path)).toContain('2010');
    expect(choices.undated).toBe(naive(made, { parts: parseQuery('undated') }).length);
  });

  it('says where photos are, and in which order their names come', async () => {
    const made = make();
    const { ids, folders, folderNames, nameRanks, albums, albumNames } = await open(made).columns();
    expect(Array.from(ids, (_, row) => albumNames[albums[row]!])).toEqual(Array.from(ids, (id) => (id % 7 === 0 ? 'Über den Bergen' : '')));
    const byId = new Map(made.photos.map((photo) => [photo.id as number, photo]));
    ids.forEach((id, row) => {
      const { path, folder } = byId.get(id)!.files.toSorted((a, b) => Number(a.folder > b.folder) - Number(a.folder < b.folder) || (a.path < b.path ? -1 : 1))[0]!;
      expect(folderNames[folders[row]!]).toEqual({ folder, path: path.split('/').slice(0, -1).join('/') });
    });
    const first = (id: number) => byId.get(id)!.files.map(({ path }) => path.split('/').at(-1)!);
    const [two, ten] = [2, 10].map((number) => Array.from(ids).findIndex((id) => first(id).includes(`IMG_${number}.jpg`)));
    if (two! >= 0 && ten! >= 0) expect(nameRanks[two!]).toBeLessThan(nameRanks[ten!]!);
  });

  it('rejects in words once it is closed', async () => {
    const finding = open(make());
    await finding.close();
    await expect(finding.choices()).rejects.toMatchObject({ code: 'no-library' });
  });
});
