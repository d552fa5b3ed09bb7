// Copies of one picture belong together at every cut, as if the user had said so, unless the user said otherwise: what is written in a file
// beside its picture (its date, its size, how it is turned) does not make it another photo.
import { Vetoes, type Bonds } from './bonds.ts';

/** `bonds`, with the photos of each set of copies (indices) bound too as far as no judgment keeps them apart. */
export function bindCopies(bonds: Bonds, copies: readonly (readonly number[])[], size: number): Bonds {
  if (copies.length === 0) return bonds;
  const parent = Int32Array.from({ length: size }, (_, photo) => photo);
  const root = (photo: number): number => {
    let at = photo;
    while (parent[at]! !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const vetoes = new Vetoes(bonds.apart);
  const join = (a: number, b: number): void => {
    const [first, second] = [root(a), root(b)];
    if (first === second || vetoes.forbids(first, second)) return;
    const [stays, goes] = first < second ? [first, second] : [second, first];
    vetoes.merge(goes, stays, stays);
    parent[goes] = stays;
  };
  for (const photos of [...bonds.together, ...copies]) for (const photo of photos.slice(1)) join(photos[0]!, photo);

  const sets = new Map<number, number[]>();
  for (const photo of new Set([...bonds.together, ...copies].flat())) {
    const at = root(photo);
    const set = sets.get(at);
    if (set) set.push(photo);
    else sets.set(at, [photo]);
  }
  const together = [...sets.values()].filter(({ length }) => length > 1).map((set) => set.sort((a, b) => a - b));
  return { together: together.sort((a, b) => a[0]! - b[0]!), apart: bonds.apart };
}
