// What the boxes of a HEIF file say that its decoder does not tell.
import { type HeifItems, readItems } from './picture-hash/heif-items.ts';
import { orientationOf } from './raw.ts';

/** EXIF's orientation counts in HEIF only where nothing in the container says how the picture is turned (MIAF, ISO/IEC 23000-22, 7.3.6.7). */
export function heifTurn(bytes: Buffer, exif: Buffer | null): number {
  if (exif === null || orientationOf(exif) === 1) return 1;
  const items = itemsOf(bytes);
  const isTurned = items === null || items.propertiesOf(items.primary).some(({ type }) => type === 'irot' || type === 'imir');
  return isTurned ? 1 : orientationOf(exif);
}

/** Whether its picture, or what that is composed of, is coded as AV1. libvips goes by the first of the file's brands, which need not be avif (AV1 Image File Format 1.1, 6.2). */
export function isAv1(bytes: Buffer): boolean {
  const items = itemsOf(bytes);
  if (items === null) return false;
  const parts = items.references.find(({ type, from }) => type === 'dimg' && from === items.primary)?.to ?? [];
  return [items.primary, ...parts].some((item) => items.typeOf(item) === 'av01');
}

/** `null` for a sequence, or where it is not as expected: it is as the decoder says. */
function itemsOf(bytes: Buffer): HeifItems | null {
  try {
    return readItems(bytes);
  } catch {
    return null;
  }
}
