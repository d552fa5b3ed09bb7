// The version that a training made: stored with its weights, but not in use before all photos are encoded.
import type { TrainProgress } from '../../../src-shared/contract.ts';
import { isAdapterFile, parseAdapter } from '../../../src-shared/learning/adapter/file.ts';
import { readWeightsHead, versionName } from '../../../src-shared/learning/encoder/weights.ts';
import { write } from '../../store/access.ts';
import type { Store } from '../../store/database.ts';
import { writeEncoderFile } from '../../store/encoder-files.ts';
import { type EncoderVersion, ensureEncoderVersion, type EncoderVersionId } from '../../store/encoder-versions.ts';
import { noteCandidate, type TrainingRun, writeTrainingReport } from '../../store/training-runs.ts';
import type { Learned } from './learn.ts';
import { plain } from './trial.ts';

export interface CandidateOptions {
  readonly store: Store;
  readonly run: TrainingRun;
  /** The version it started from; `null` once that was deleted. */
  readonly base: EncoderVersion | null;
  readonly learned: Learned;
  readonly weights: Uint8Array;
  readonly progress: TrainProgress;
  /** What is reported of the run. */
  readonly report: unknown;
}

interface Head {
  readonly name: string;
  readonly dim: number;
}

function adapterHead(weights: Uint8Array): Head {
  const { version: name, dim } = parseAdapter(weights);
  return { name, dim };
}

function encoderHead(weights: Uint8Array): Head {
  const head = readWeightsHead(weights);
  return { name: versionName(head), dim: head.dim };
}

/** Rejects as the store does. */
export async function addCandidate({ store, run, base, learned, weights, progress, report }: CandidateOptions): Promise<EncoderVersionId> {
  const { name, dim } = isAdapterFile(weights) ? adapterHead(weights) : encoderHead(weights);
  await writeEncoderFile(store.folder, name, weights);
  const { photos, seconds, backend } = progress;
  const trained = { base: base?.name ?? '', before: plain(learned.before), photos, seconds: Math.round(seconds), backend: backend ?? '' };
  const pack = base?.pack && { id: base.pack.id, title: base.pack.title, before: null, heldOut: 0 };
  return write(store, () => {
    const { id } = ensureEncoderVersion(store, { name, dim, createdAt: Date.now(), scores: plain(learned.after), trained, ...(pack && { pack }) });
    noteCandidate(store, run.id, id);
    writeTrainingReport(store, run.id, report);
    return id;
  });
}
