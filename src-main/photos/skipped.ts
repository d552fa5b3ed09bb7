// Which folders hold no photos of the user's: hidden ones, system ones, and what other programs keep for themselves.

/** Lower case. Bins, file-system and NAS internals (Windows, macOS, Synology, QNAP), archives' leftovers, code packages. */
const SYSTEM_FOLDERS = new Set([
  '$recycle.bin', 'recycler', 'system volume information', 'lost+found', '@eadir', '@recycle', '@recently-snapshot', '@tmp', '#recycle',
  '#snapshot', '~snapshot', '__macosx', 'node_modules'
]);

/** macOS packages of Apple Photos, iPhoto and Aperture: one "file" to the user, a folder to us. */
const PHOTO_PACKAGE = /\.(photoslibrary|photolibrary|migratedphotolibrary|aplibrary)$/i;
/** The package's folders that hold the user's own files; the others hold smaller copies, faces and databases. */
const ORIGINALS = new Set(['originals', 'masters']);

/**
 * Whether the folder `name` inside `parent` is passed over by the scan: hidden (`.name`), a system folder, or the internals of
 * a photo package other than its originals.
 * @param parent path of the folder around it, `/`-separated
 */
export function isSkippedFolder(name: string, parent: string): boolean {
  if (name.startsWith('.') || SYSTEM_FOLDERS.has(name.toLowerCase())) return true;
  return PHOTO_PACKAGE.test(parent) && !ORIGINALS.has(name.toLowerCase());
}
