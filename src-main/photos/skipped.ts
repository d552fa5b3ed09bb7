// Which folders hold no photos of the user's unless he says so: hidden ones, bins, system ones, what other programs keep for
// themselves. Each by a rule that can be switched off; what a folder holds (`.nomedia`) is looked at by the scan.
import type { LeftOutRule } from '../../src-shared/contract.ts';

/** Lower case. Bins of Windows, macOS, Linux, Synology and QNAP. */
const BINS = new Set(['$recycle.bin', 'recycler', '.trash', '.trashes', '#recycle', '@recycle']);
const BIN_START = /^\.trash(ed)?-/i;

/** Smaller copies that other programs make: Synology's, file managers', Lightroom's. */
const PREVIEWS = new Set(['@eadir', '.thumbnails', '.thumbs']);
const LIGHTROOM = /\.lrdata$|^lightroom .*previews$/i;

/** Lower case. File-system and NAS internals, archives' leftovers, code packages. */
const SYSTEM = new Set(['system volume information', 'lost+found', '@recently-snapshot', '@tmp', '#snapshot', '~snapshot', '__macosx', 'node_modules']);

/** macOS packages of Apple Photos, iPhoto and Aperture: one "file" to the user, a folder to us. */
const PHOTO_PACKAGE = /\.(photoslibrary|photolibrary|migratedphotolibrary|aplibrary)$/i;
/** The package's folders that hold the user's own files; the others hold smaller copies, faces and databases. */
const ORIGINALS = new Set(['originals', 'masters']);

/** The file by which a folder says that it holds no photos to show, nor does any folder below it. */
export const NO_MEDIA = '.nomedia';

/**
 * The rule by which the folder `name` inside `parent` is left out; `null` where none applies.
 * @param parent path of the folder around it, `/`-separated
 */
export function ruleOf(name: string, parent: string): LeftOutRule | null {
  const lower = name.toLowerCase();
  if (BINS.has(lower) || BIN_START.test(name)) return 'bins';
  if (PREVIEWS.has(lower) || LIGHTROOM.test(name)) return 'previews';
  if (PHOTO_PACKAGE.test(parent) && !ORIGINALS.has(lower)) return 'previews';
  if (name.startsWith('.')) return 'hidden';
  return SYSTEM.has(lower) ? 'system' : null;
}
