import { describe, expect, it } from 'vitest';
import { whatHappened } from '../../../src-main/compute/onnx/pack-pool.ts';
import { CodedError } from '../../../src-main/failure.ts';

const stopped = (why: string, cause: Error | null = null): CodedError<'crash'> => new CodedError('crash', `A worker stopped in the middle of a batch: ${why}`, { cause });
const memory = 'the model was ended because it takes more memory than it may';

describe('the end of a model’s process', () => {
  it('is told from what its system says of it', () => {
    expect(whatHappened(stopped('exit code SIGKILL'), 1000, 'linux')).toBe(memory);
    expect(whatHappened(stopped('exit code 1'), 1000, 'win32')).toBe(memory);
    expect(whatHappened(stopped('exit code 1'), 1000, 'linux')).toBe('the model crashed (exit code 1)');
    expect(whatHappened(stopped('exit code 3221225477'), 1000, 'win32')).toBe('the model crashed (exit code 3221225477)');
    expect(whatHappened(stopped('exit code 1', new Error('no room')), 1000, 'win32'), 'it gave a reason').toBe('the model crashed (exit code 1)');
    expect(whatHappened(new CodedError('timeout', 'A worker did not answer'), 2000)).toBe('the model did not finish in 2 seconds');
  });
});
