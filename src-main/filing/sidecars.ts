// Files that accompany a photo: edits and metadata that other programs keep beside it. They go where it goes.
import { MOST_BYTES } from './names.ts';

/** Beside `a.jpg`: `a.xmp` or `a.jpg.xmp` (Lightroom, darktable), `a.aae` (Apple), `a.thm` (cameras), `.dop` (PhotoLab), `.pp3` (RawTherapee). */
const ENDINGS = ['xmp', 'aae', 'thm', 'dop', 'pp3'];
/** The moving part of an Apple Live Photo, beside its still picture. */
const MOVING = ['mov', 'mp4'];
const STILL = ['heic', 'heif', 'jpg', 'jpeg'];
/** Only after the whole name: `a.jpg.json` and `a.jpg.supplemental-metadata.json` (Google Takeout). */
const AFTER_NAME = [...ENDINGS, 'json', 'supplemental-metadata.json'];

/** Names of the sidecars of a photo. @param shot names of other files of the same shot, which go where it goes */
export type FindSidecars = (photo: string, shot?: readonly string[]) => string[];

/**
 * Finds the sidecars of photos among the names in their folder. One with the photo's name but another ending belongs to it only if no other
 * file has that name but those of the same shot: the edits of a raw file must not leave with a JPEG that leaves alone.
 */
export function sidecarsIn(names: readonly string[]): FindSidecars {
  const byName = new Map<string, string[]>();
  const others = new Map<string, number>();
  const films = new Set<string>();
  for (const name of names) {
    const lower = name.toLowerCase();
    byName.set(lower, [...(byName.get(lower) ?? []), name]);
    if (isMoving(lower)) films.add(stemOf(lower));
    else if (!isSidecar(lower)) others.set(stemOf(lower), (others.get(stemOf(lower)) ?? 0) + 1);
  }
  return (photo, shot = []) => {
    const [whole, stem] = [photo.toLowerCase(), stemOf(photo.toLowerCase())];
    const own = AFTER_NAME.map((ending) => `${whole}.${ending}`);
    const film = films.has(stem) && !isStill(whole) ? 1 : 0; // one of its own
    const shared = (others.get(stem) ?? 0) - shot.length + film <= 1 && stem !== whole ? endingsOf(whole).map((ending) => `${stem}.${ending}`) : [];
    return [...own, ...shared].flatMap((name) => (name === whole ? [] : (byName.get(name) ?? [])));
  };
}

/** What a sidecar of `photo` is called beside `renamed`. */
export function sidecarName(sidecar: string, photo: string, renamed: string): string {
  const afterName = sidecar.toLowerCase().startsWith(`${photo.toLowerCase()}.`);
  const ending = sidecar.slice((afterName ? photo : stemOf(photo)).length);
  // a name of the greatest length leaves no room for another ending
  return (afterName && Buffer.byteLength(renamed + ending) <= MOST_BYTES ? renamed : stemOf(renamed)) + ending;
}

/**
 * What Kindred calls a sidecar of its own: the photo's whole name, then `.xmp`, as darktable and digiKam do. Lightroom leaves the photo's ending
 * out, which gives a raw file and its JPEG one sidecar for both.
 */
export function ownSidecar(photo: string): string {
  return `${photo}.xmp`;
}

/** Names of files that programs would take for sidecars of `photo`. */
export function sidecarNames(photo: string): string[] {
  const stem = stemOf(photo);
  return [...AFTER_NAME.map((ending) => `${photo}.${ending}`), ...(stem === photo ? [] : endingsOf(photo.toLowerCase()).map((ending) => `${stem}.${ending}`))];
}

/** Whether a sidecar has the photo's name without its ending, as another photo of that name would. */
export function isShared(sidecar: string, photo: string): boolean {
  return !sidecar.toLowerCase().startsWith(`${photo.toLowerCase()}.`);
}

/** Whether what is known of a photo can be written into it. */
export function isXmp(sidecar: string): boolean {
  return sidecar.toLowerCase().endsWith('.xmp');
}

/** What may stand in place of a photo's own ending. @param photo its name in lower case */
function endingsOf(photo: string): readonly string[] {
  return isStill(photo) ? [...ENDINGS, ...MOVING] : ENDINGS;
}

const isStill = (photo: string): boolean => STILL.some((ending) => photo.endsWith(`.${ending}`));
const isMoving = (name: string): boolean => MOVING.some((ending) => name.endsWith(`.${ending}`));

/** @param name in lower case */
function isSidecar(name: string): boolean {
  return [...ENDINGS, 'json'].some((ending) => name.endsWith(`.${ending}`));
}

export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}
