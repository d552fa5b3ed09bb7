// Who made what ships with the app: out/notices.json, which the build makes of the packages that are packed (scripts/notices.mjs).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Notice } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { appFolder } from '../hosts/resources.ts';

const schema = z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }));

/** By name. @throws {CodedError} if the build left them out */
export async function readNotices(path = join(appFolder, 'out/notices.json')): Promise<readonly Notice[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CodedError('unexpected', 'The licences are missing from this copy of Kindred. Install it again, or run: npm run notices', { cause: error });
  });
  return schema.parse(JSON.parse(text));
}
