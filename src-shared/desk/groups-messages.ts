// What a desk is told: what a page asks, with what the host adds.

import type { GroupsRequest, PhotoSpace, SavedColumns } from '../contract.ts';

type Told<R extends GroupsRequest> = R extends { readonly kind: 'start' }
  ? R & { readonly space: PhotoSpace; readonly saved: SavedColumns }
  : R extends { readonly kind: 'space' }
    ? R & { readonly space: PhotoSpace }
    : R extends { readonly kind: 'merge' }
      ? R & { readonly saved: SavedColumns }
      : R;

export type GroupsMessage = Told<GroupsRequest>;
