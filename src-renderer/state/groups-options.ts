// What the groups on the screen need: the types alone.

import type { LensId, LibraryBridge } from '../../src-shared/contract.ts';
import type { GroupsPort } from './groups-port.ts';
import type { Applied } from './offered.svelte.ts';

export interface GroupsOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly lensId: LensId;
  readonly port: GroupsPort;
  /** Quiet time before what is shown is stored. */
  readonly saveAfterMs?: number;
  readonly onFailure: (error: unknown) => void;
  /** Whether a photo is there: stored groups are shown before their points have come. */
  readonly isThere?: (photo: number) => boolean;
  /** Whether whatever is learned is to be applied at once, instead of being offered. */
  readonly always?: () => boolean;
  /** What was learned was applied. */
  readonly onApplied?: (applied: Applied) => void;
}
