// Opens packs of a data folder: joins where they lie with what runs them.
import { join } from 'node:path';
import { parseAdapter } from '../../src-shared/learning/adapter/file.ts';
import { openPackEngine } from '../compute/onnx/pack-engine.ts';
import { requireNativePart } from '../compute/start-backend.ts';
import { CodedError } from '../failure.ts';
import type { OpenPack } from '../library/training/encoders.ts';
import { checkPack, findPack, packFolder } from '../packs/stored.ts';

export function packsOf(dataFolder: string): OpenPack {
  return async (id, adapter) => {
    const pack = await findPack(dataFolder, id);
    if (!pack) throw new CodedError('pack-refused', `The encoder ${id} is not here any more. Add its pack again, or choose another encoder.`);
    requireNative(pack.manifest.name);
    await checkPack(dataFolder, pack);
    const { image, text } = pack.manifest;
    if (adapter && parseAdapter(adapter).pack.sha256 !== image.sha256) throw new CodedError('pack-refused', `What learned on ${pack.manifest.name} learned on another model than this one. Choose another encoder.`);
    const at = (file: string): string => join(packFolder(dataFolder, id), file);
    return openPackEngine({ version: adapter ? parseAdapter(adapter).version : id, adapter, model: at(image.file), image, words: text && { tower: text, model: at(text.file), tokenizer: at(text.tokenizer.file) } });
  };
}

/** @throws {CodedError} where ONNX Runtime, which runs packs, is not installed for this system */
function requireNative(name: string): void {
  try {
    requireNativePart('native');
  } catch (error) {
    throw new CodedError('pack-refused', `${name} cannot be used here: encoders from outside are run by ONNX Runtime, and ${error instanceof Error ? error.message : String(error)}. Choose another encoder.`, { cause: error });
  }
}
