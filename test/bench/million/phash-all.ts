// Hashes every file of a folder perceptually and compares all pairs, as a package for it suggests. `node phash-all.ts <folder>`.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import phash from 'sharp-phash';

/** Bits of 64 that may differ. */
const BITS = 5;

const folder = process.argv[2] ?? '';
const hashes: string[] = [];
for (const name of readdirSync(folder)) hashes.push(await phash(readFileSync(join(folder, name))));
let pairs = 0;
for (const [at, hash] of hashes.entries()) {
  for (const other of hashes.slice(at + 1)) {
    let bits = 0;
    for (let i = 0; i < hash.length && bits <= BITS; i++) if (hash[i] !== other[i]) bits++;
    if (bits <= BITS) pairs++;
  }
}
console.log(pairs);
