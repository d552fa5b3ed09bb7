// The backends that exist, and the description of one. backends.ts finds out which of them this machine has.
import type { Provider } from './onnx/session.ts';

/** A backend of tfjs: looks at photos and learns. */
export type LearningBackend = 'wasm' | 'webgpu' | 'tensorflow' | 'cpu';
/** `native`: ONNX Runtime, which looks at photos only. */
export type Backend = 'native' | LearningBackend;

export const backendNames: readonly Backend[] = ['native', 'tensorflow', 'webgpu', 'wasm', 'cpu'];

/** A backend, whether it can be used, and a note in English: its device, or why it cannot be used. */
export interface Candidate {
  readonly name: Backend;
  readonly usable: boolean;
  readonly note: string | null;
  /** The one thing that it is used for; everything if left out. */
  readonly only?: 'looking' | 'learning';
  /** It runs in a window (window-gpu.ts), not here. */
  readonly inWindow?: boolean;
  /** Where `native` runs, if not on the processor. */
  readonly provider?: Provider;
}

/** The device: a GPU by its name, or `null` for the CPU. */
export interface Started {
  readonly device: string | null;
}

/** The backends that look at photos, best first. */
export function forLooking<C extends Pick<Candidate, 'only'>>(all: readonly C[]): readonly C[] {
  return all.filter(({ only }) => only !== 'learning');
}

/** The backends that learn, best first. */
export function forLearning<C extends Pick<Candidate, 'only'> & { readonly name: string }>(all: readonly C[]): readonly (C & { readonly name: LearningBackend })[] {
  return all.filter((one): one is C & { readonly name: LearningBackend } => one.name !== 'native' && one.only !== 'looking');
}

/** Whether ONNX Runtime looks at photos, which needs no other backend. */
export function looksNatively(all: readonly Candidate[]): boolean {
  return forLooking(all).find(({ usable }) => usable)?.name === 'native';
}
