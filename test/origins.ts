// Origins of made judgments, for tests where it matters only of which kind they are.
import type { Origin } from '../src-shared/contract.ts';

export const asked: Origin = { kind: 'asked', probability: 0.5 };
export const volunteered: Origin = { kind: 'volunteered', height: null };
