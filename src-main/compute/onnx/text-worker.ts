// A process that understands words with a pack: turns them into tokens, and these into embeddings. Its dangers are those of pack-worker.ts, and
// expressions of a tokenizer that never end.
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import type { TextTower } from '../../../src-shared/packs/pack.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { checkTextTower } from './check-tower.ts';
import { guardMemory, memoryFor } from './memory-guard.ts';
import { ModelFault } from './model-fault.ts';
import { readModel } from './read-model.ts';
import { openTextSession, type TextSession } from './text-session.ts';

/** What it starts with. */
export interface TextWorkerData {
  /** Paths of the word model and of its tokenizer.json. */
  readonly model: string;
  readonly tokenizer: string;
  readonly text: TextTower;
  readonly dimensions: number;
  readonly threads: number;
  readonly memory?: number;
}

export interface TextRequest {
  readonly texts: readonly string[];
}

interface Opened {
  readonly tokensOf: (text: string) => number[];
  readonly session: TextSession;
}

const side = await openWorkerSide();
const { model, tokenizer, text, dimensions, threads, memory } = side.data as TextWorkerData; // only started by text-pool.ts
await guardMemory(memory ?? memoryFor((await stat(model)).size));
let opened: Promise<Opened> | null = null;

side.serve(async ({ texts }: TextRequest): Promise<Float32Array> => {
  const { tokensOf, session } = await (opened ??= open());
  return session.embed(texts.map(tokensOf));
});

async function open(): Promise<Opened> {
  const port = checkTextTower(readModel(await readFile(model)), text, dimensions);
  const tokensOf = await openTokenizer();
  await turn(); // the file's bytes are let go before the runtime reads it
  return { tokensOf, session: await openTextSession(model, text, port, dimensions, threads) };
}

async function openTokenizer(): Promise<Opened['tokensOf']> {
  try {
    const read = new Tokenizer(JSON.parse(await readFile(tokenizer, 'utf8')) as object, {});
    read.encode('a photo'); // what it lacks shows now
    return (words) => read.encode(words).ids;
  } catch (error) {
    throw new ModelFault(`its tokenizer cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}
