// What can be chosen as rows of a list: each says whether it is on, and switches its part of the filter.

import type { FindingChoices } from '../../src-shared/contract.ts';
import { type Condition, type FolderPlace, SHAPES } from '../../src-shared/finding/filter.ts';
import type { Album } from '../../src-shared/albums/album.ts';
import { messages, t } from '../messages/messages.svelte.ts';
import type { Filtering } from '../state/filtering.svelte.ts';
import { toggled } from '../state/mark-filter.svelte.ts';

export interface Choice {
  readonly key: string;
  readonly name: string;
  /** Beside its name. */
  readonly about?: string;
  readonly photos?: number;
  /** Of a tree. */
  readonly depth?: number;
  readonly on: boolean;
  readonly toggle: () => void;
}

type Choices = FindingChoices | null;

export function cameraChoices(filter: Filtering, choices: Choices): Choice[] {
  const part = filter.of1('camera');
  const cameras = part?.cameras ?? [];
  return (choices?.cameras ?? []).map(({ name, photos }) => ({ key: name, name, photos, on: cameras.includes(name), toggle: () => put(filter, part, cameras, name, (all) => ({ kind: 'camera', cameras: all })) }));
}

export function opticsChoices(filter: Filtering, choices: Choices): Choice[] {
  const part = filter.of1('optics');
  const optics = part?.optics ?? [];
  return (choices?.optics ?? []).map(({ name, photos }) => ({ key: name, name, photos, on: optics.includes(name), toggle: () => put(filter, part, optics, name, (all) => ({ kind: 'optics', optics: all })) }));
}

export function formatChoices(filter: Filtering, choices: Choices): Choice[] {
  const part = filter.of1('format');
  const formats = part?.formats ?? [];
  return (choices?.formats ?? []).map(({ name, photos }) => ({ key: name, name: name.toUpperCase(), photos, on: formats.includes(name), toggle: () => put(filter, part, formats, name, (all) => ({ kind: 'format', formats: all })) }));
}

export function shapeChoices(filter: Filtering): Choice[] {
  const part = filter.of1('shape');
  const shapes = part?.shapes ?? [];
  return SHAPES.map((shape) => ({ key: shape, name: t(`find.shape.${shape}`), on: shapes.includes(shape), toggle: () => put(filter, part, shapes, shape, (all) => ({ kind: 'shape', shapes: all })) }));
}

export function albumChoices(filter: Filtering, albums: readonly Album[]): Choice[] {
  const part = filter.of1('album');
  const chosen = part?.albums ?? [];
  return albums.map(({ id, name, photos }) => ({ key: String(id), name, photos, on: chosen.includes(id), toggle: () => put(filter, part, chosen, id, (all) => ({ kind: 'album', albums: all })) }));
}

export function townChoices(filter: Filtering, choices: Choices): Choice[] {
  const part = filter.of1('town');
  const towns = part?.towns ?? [];
  return (choices?.towns ?? []).map(({ key, name, country, photos }) => ({ key, name, about: countryName(country), photos, on: towns.includes(key), toggle: () => put(filter, part, towns, key, (all) => ({ kind: 'town', towns: all })) }));
}

export function folderChoices(filter: Filtering, choices: Choices): Choice[] {
  const part = filter.of1('folder');
  const chosen = part?.folders ?? [];
  const isSame = (a: FolderPlace, b: FolderPlace): boolean => a.folder === b.folder && a.path === b.path;
  return (choices?.folders ?? []).map(({ folder, path, photos }) => {
    const place = { folder, path };
    const on = chosen.some((each) => isSame(each, place));
    const all = on ? chosen.filter((each) => !isSame(each, place)) : [...chosen, place];
    return {
      key: `${folder}\0${path}`, name: (path === '' ? folder : path).split(/[/\\]/).at(-1) ?? path, depth: Math.min(8, path === '' ? 0 : path.split('/').length), photos, on,
      toggle: () => filter.put(part, all.length === 0 ? null : { kind: 'folder', folders: all })
    };
  });
}

function put<T>(filter: Filtering, part: Parameters<Filtering['put']>[0], chosen: readonly T[], one: T, make: (all: readonly T[]) => Condition): void {
  const all = toggled(chosen, one);
  filter.put(part, all.length === 0 ? null : make(all));
}

function countryName(code: string): string {
  return new Intl.DisplayNames([messages.language], { type: 'region' }).of(code) ?? code;
}
