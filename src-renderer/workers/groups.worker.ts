// Groups off the screen's thread. Each message is answered in its turn with the same number; what it does: groups-desk.ts.

import { type Answered, type Asked, GroupsDesk, type GroupsAnswer } from './groups-desk.ts';

const desk = new GroupsDesk();
const scope = self as unknown as DedicatedWorkerGlobalScope; // the DOM's types say Window

scope.onmessage = ({ data: { turn, message } }: MessageEvent<Asked>) => {
  try {
    const value = desk.answer(message);
    scope.postMessage({ turn, value } satisfies Answered, buffersOf(value));
  } catch (error) {
    scope.postMessage({ turn, error: error instanceof Error ? error.message : String(error) } satisfies Answered);
  }
};

function buffersOf(value: GroupsAnswer): Transferable[] {
  if ('groups' in value && typeof value.groups !== 'number') return value.groups.map(({ photos }) => photos.buffer as ArrayBuffer); // made here, never shared
  if (!('columns' in value)) return [];
  const { ids, ends, photos, covers, singles } = value.columns;
  return [ids, ends, photos, covers, singles].map(({ buffer }) => buffer as ArrayBuffer); // as above; the scale is kept
}
