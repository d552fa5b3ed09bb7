// What a repair could bring back and what it could not, kept beside the library until a window has told it.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writeWholeSync } from '../whole-file.ts';

const FILE = 'repaired.json';

const schema = z.object({ keptAt: z.number().nullable(), restored: z.number(), lost: z.number() });

export type Repaired = Readonly<z.infer<typeof schema>>;

/** @throws as the file system does */
export function noteRepaired(folder: string, repaired: Repaired): void {
  writeWholeSync(join(folder, FILE), [JSON.stringify(repaired)]);
}

/** `null` if the library was not damaged since this was last told. */
export function readRepaired(folder: string): Repaired | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

export function forgetRepaired(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
