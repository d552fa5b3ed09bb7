// The backends that exist, and the description of one. backends.ts finds out which of them this machine has.

/** A backend of tfjs. */
export type Backend = 'wasm' | 'webgpu' | 'tensorflow' | 'cpu';

export const backendNames: readonly Backend[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

/** A backend, whether it can be used, and a note in English: its device, or why it cannot be used. */
export interface Candidate {
  readonly name: Backend;
  readonly usable: boolean;
  readonly note: string | null;
  /** It runs in a window (window-gpu.ts), not here. */
  readonly inWindow?: boolean;
}

/** The device: a GPU by its name, or `null` for the CPU. */
export interface Started {
  readonly device: string | null;
}
