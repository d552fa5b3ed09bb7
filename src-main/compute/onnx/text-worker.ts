// A process that runs the word model of a pack: checks its file, opens it, and embeds tokens. Its dangers are those of pack-worker.ts.
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import type { TextTower } from '../../../src-shared/packs/pack.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { checkTextTower } from './check-tower.ts';
import { guardMemory, memoryFor } from './memory-guard.ts';
import { readModel } from './read-model.ts';
import { openTextSession, type TextSession } from './text-session.ts';

/** What it starts with. */
export interface TextWorkerData {
  /** Path of the word model. */
  readonly model: string;
  readonly text: TextTower;
  readonly dimensions: number;
  readonly threads: number;
  readonly memory?: number;
}

/** Tokens of each text. */
export interface TextRequest {
  readonly texts: readonly (readonly number[])[];
}

const side = await openWorkerSide();
const { model, text, dimensions, threads, memory } = side.data as TextWorkerData; // only started by text-pool.ts
await guardMemory(memory ?? memoryFor((await stat(model)).size));
let session: Promise<TextSession> | null = null;

side.serve(async ({ texts }: TextRequest): Promise<Float32Array> => (await (session ??= open())).embed(texts));

async function open(): Promise<TextSession> {
  const port = checkTextTower(readModel(await readFile(model)), text, dimensions);
  await turn(); // the file's bytes are let go before the runtime reads it
  return openTextSession(model, text, port, dimensions, threads);
}
