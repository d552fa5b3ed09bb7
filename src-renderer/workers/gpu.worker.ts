// Hosts the learning code on the page's WebGPU: first it is told which work it does and with what, then it answers one message after the
// other. gpu-lender.ts passes on what it says; what the work is: src-shared/learning/work.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgpu';
import type { GpuReply, GpuRole } from '../../src-shared/contract.ts';
import type { PhotoWork, PixelBatch } from '../../src-shared/learning/work/photos.ts';
import { openPhotoWork } from '../../src-shared/learning/work/tensor-photos.ts';
import { openTrainingWork, type TrainingWork, type TrainRequest } from '../../src-shared/learning/work/training.ts';

export interface GpuStart {
  readonly role: GpuRole;
  readonly data: unknown;
}

const scope = self as unknown as DedicatedWorkerGlobalScope; // the DOM's types say Window

scope.onmessage = ({ data }: MessageEvent<GpuStart>) => {
  start(data).then(
    (answer) => {
      scope.onmessage = ({ data: message }: MessageEvent<unknown>) => {
        answer(message).then((value) => tell({ kind: 'answer', answer: value }), (error: unknown) => tell({ kind: 'error', error: wordsOf(error) }));
      };
      tell({ kind: 'ready' });
    },
    (error: unknown) => tell({ kind: 'died', error: wordsOf(error) })
  );
};

async function start({ role, data }: GpuStart): Promise<(message: unknown) => Promise<unknown>> {
  if (!(await tf.setBackend('webgpu'))) throw new Error('WebGPU did not start in the window');
  const { lost } = (tf.backend() as unknown as { readonly device: GPUDevice }).device; // of tfjs's backend
  // nothing computed from here on would ever come
  void lost.then(({ message }) => tell({ kind: 'died', error: { name: 'Error', message: `the GPU was lost: ${message || 'its driver gave no reason'}` } }));
  if (role === 'photos') {
    const { describe } = openPhotoWork(data as PhotoWork); // what compute/pool-engine.ts starts it with
    return (message) => describe(message as PixelBatch);
  }
  const answer = await openTrainingWork(data as TrainingWork); // what compute/training.ts starts it with
  return (message) => answer(message as TrainRequest);
}

function tell(reply: GpuReply): void {
  scope.postMessage(reply);
}

function wordsOf(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}
