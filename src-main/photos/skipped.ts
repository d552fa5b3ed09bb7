// Which folders are left out by default because they hold none of the user's photos: hidden ones, bins, system folders, other programs'
// data. Each rule can be switched off; the contents of a folder (`.nomedia`) are checked by the scan.
import type { LeftOutRule } from '../../src-shared/contract.ts';

/** Lower case. Bins of Windows, macOS, Linux, Synology and QNAP. */
const BINS = new Set(['$recycle.bin', 'recycler', '.trash', '.trashes', '#recycle', '@recycle']);
const BIN_START = /^\.trash(ed)?-/i;

/** Previews made by other programs: Synology's, file managers', Lightroom's. */
const PREVIEWS = new Set(['@eadir', '.thumbnails', '.thumbs']);
const LIGHTROOM = /\.lrdata$|^lightroom .*previews$/i;

/** Lower case. File-system and NAS internals, archives' leftovers, code packages. */
const SYSTEM = new Set(['system volume information', 'lost+found', '@recently-snapshot', '@tmp', '#snapshot', '~snapshot', '__macosx', 'node_modules']);

/** macOS packages of Apple Photos, iPhoto and Aperture: one "file" to the user, a folder to us. */
const PHOTO_PACKAGE = /\.(photoslibrary|photolibrary|migratedphotolibrary|aplibrary)$/i;
/** The package's folders with the user's own files; the others hold previews, faces and databases. */
const ORIGINALS = new Set(['originals', 'masters']);

/** A file that marks a folder, and all folders below it, as having no photos to show. */
export const NO_MEDIA = '.nomedia';

/**
 * The rule that leaves out the folder `name` inside `parent`; `null` if none applies.
 * @param parent path of the parent folder, `/`-separated
 */
export function ruleOf(name: string, parent: string): LeftOutRule | null {
  const lower = name.toLowerCase();
  if (BINS.has(lower) || BIN_START.test(name)) return 'bins';
  if (PREVIEWS.has(lower) || LIGHTROOM.test(name)) return 'previews';
  if (PHOTO_PACKAGE.test(parent) && !ORIGINALS.has(lower)) return 'previews';
  if (name.startsWith('.')) return 'hidden';
  return SYSTEM.has(lower) ? 'system' : null;
}
