// Why ONNX Runtime is not tested here, or nothing.
import { requireNativePart } from '../../../src-main/compute/start-backend.ts';

export const nativeLack = ((): string => {
  try {
    requireNativePart('native');
    return '';
  } catch (error) {
    return ` (skipped: ${error instanceof Error ? error.message : String(error)})`;
  }
})();
