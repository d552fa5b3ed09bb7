// The backends there are, and what is known of one. Which of them this machine has is backends.ts's.

/** What tfjs computes on. */
export type Backend = 'wasm' | 'webgpu' | 'tensorflow' | 'cpu';

export const backendNames: readonly Backend[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

/** A backend, whether it can be used, and what is to be known of it: its device, or why it cannot. In English. */
export interface Candidate {
  readonly name: Backend;
  readonly usable: boolean;
  readonly note: string | null;
  /** It is not here but in a window: window-gpu.ts. */
  readonly inWindow?: boolean;
}

/** What computes: a GPU by its name, or `null` for the processor. */
export interface Started {
  readonly device: string | null;
}
