// One desk in a thread of its own. Messages come numbered and are answered under their number, later ones perhaps sooner: see SteppedDesk.

import type { GroupColumns, GroupsAnswer } from '../../../src-shared/contract.ts';
import { GroupsDesk } from '../../../src-shared/desk/groups-desk.ts';
import type { GroupsMessage } from '../../../src-shared/desk/groups-messages.ts';
import { SteppedDesk } from '../../../src-shared/desk/stepped-desk.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';

export interface Asked {
  readonly turn: number;
  readonly message: GroupsMessage;
}

export type Answered = { readonly turn: number } & ({ readonly value: GroupsAnswer | null } | { readonly error: Error });

const side = await openWorkerSide();
const desk = new SteppedDesk(new GroupsDesk());

side.serve<Asked, Answered>(
  ({ turn, message }) =>
    desk.ask(message).then(
      (value) => ({ turn, value }),
      (error: unknown) => ({ turn, error: error instanceof Error ? error : new Error(String(error)) })
    ),
  (answered) => ('value' in answered && answered.value ? buffersOf(answered.value) : [])
);

/** The columns of groups are made for one answer each, so that they need no copying. */
function buffersOf(value: GroupsAnswer): ArrayBuffer[] {
  const columns = 'ends' in value ? [value.ids, value.covers, value.ends, value.photos] : 'columns' in value ? columnsOf(value.columns) : 'drawn' in value && value.drawn ? [value.drawn] : [];
  return columns.map(({ buffer }) => buffer as ArrayBuffer); // made there, never shared
}

function columnsOf({ ids, ends, photos, covers, singles }: GroupColumns): Uint32Array[] {
  return [ids, ends, photos, covers, singles];
}
