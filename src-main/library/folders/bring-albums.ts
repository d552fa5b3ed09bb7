// Takes over the albums of another library that hold photos which this one holds too. An album of the same name here gets the photos it lacks;
// nothing is taken from it.
import type { PhotoId } from '../../../src-shared/contract.ts';
import { addAlbum, readAlbumPhotos, readAlbums, type StoredAlbum, changeAlbum, writeAlbumPhotos } from '../../store/albums.ts';
import type { Store } from '../../store/database.ts';
import { findPhoto, identityOf } from '../../store/judgments.ts';

/** How many albums here are new, or hold more than before. */
export function bringAlbums(here: Store, other: Store): number {
  let brought = 0;
  for (const album of readAlbums(other)) {
    const idHere = (id: number): PhotoId | undefined => findPhoto(here, identityOf(other, id as PhotoId)); // albums hold ids of photos
    const photos = [...new Set(Array.from(readAlbumPhotos(other, album.id), idHere).filter((id) => id !== undefined))];
    if (photos.length > 0 && bring(here, album, photos, album.cover === null ? undefined : idHere(album.cover))) brought++;
  }
  return brought;
}

/** Groups have other ids here: what followed one is now what it held. */
function bring(here: Store, { name, rule, sort, madeAt }: StoredAlbum, photos: readonly PhotoId[], cover: PhotoId | undefined): boolean {
  const marks = rule?.kind === 'marks' ? rule : null;
  const known = readAlbums(here).find((album) => album.name === name && (album.rule === null) === (marks === null));
  if (known && marks) return false;
  const id = known?.id ?? addAlbum(here, name, marks, madeAt);
  if (!known) changeAlbum(here, id, { sort, ...(cover !== undefined && { cover }) });
  if (marks) return true;
  const before = readAlbumPhotos(here, id);
  const lacking = photos.filter((photo) => !before.includes(photo));
  if (lacking.length > 0) writeAlbumPhotos(here, id, [...before, ...lacking]);
  return lacking.length > 0;
}
