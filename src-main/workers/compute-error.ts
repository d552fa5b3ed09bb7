// What goes wrong in computing itself, apart from what is wrong with a batch.

/** `start`: no worker or backend could be had. `crash`: a worker died under this request. `timeout`: it did not answer in time and was ended. `closed`: the pool was closed first. */
export type ComputeFailure = 'start' | 'crash' | 'timeout' | 'closed';

/** A failure of the engine. The batch it struck can be given in again, except after `closed`. */
export class ComputeError extends Error {
  readonly code: ComputeFailure;

  constructor(code: ComputeFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ComputeError';
    this.code = code;
  }
}
