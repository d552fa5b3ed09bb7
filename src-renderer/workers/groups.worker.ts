// Groups off the screen's thread. Each message is answered under its number; what it does: groups-desk.ts. Spaces come straight here.

import { readSpace } from '../../src-shared/learning/metric/space-bytes.ts';
import type { Failure, PhotoSpace } from '../../src-shared/contract.ts';
import { AddressedDesk, type Answered, type Asked } from './addressed-desk.ts';
import { GroupsDesk, type GroupsAnswer } from './groups-desk.ts';

const desk = new AddressedDesk(new GroupsDesk(), fetchSpace);
const scope = self as unknown as DedicatedWorkerGlobalScope; // the DOM's types say Window

scope.onmessage = ({ data: { turn, message } }: MessageEvent<Asked>) => {
  desk.ask(message).then(
    (value) => scope.postMessage({ turn, value } satisfies Answered, value ? buffersOf(value) : []),
    (error: unknown) => {
      const { message, cause } = error instanceof Error ? error : new Error(String(error));
      scope.postMessage({ turn, error: message, ...(cause !== undefined && { failure: cause as Failure }) } satisfies Answered); // set below alone
    }
  );
};

async function fetchSpace(address: string): Promise<PhotoSpace> {
  const response = await fetch(address);
  if (!response.ok) {
    const failure = response.headers.get('content-type')?.startsWith('application/json') ? ((await response.json()) as Failure) : undefined; // as the host tells it
    throw new Error(failure?.message ?? `The host answered ${response.status}.`, { cause: failure });
  }
  return readSpace(await response.arrayBuffer());
}

function buffersOf(value: GroupsAnswer): Transferable[] {
  if ('groups' in value && typeof value.groups !== 'number') return value.groups.map(({ photos }) => photos.buffer as ArrayBuffer); // made here, never shared
  if (!('columns' in value)) return [];
  const { ids, ends, photos, covers, singles } = value.columns;
  return [ids, ends, photos, covers, singles].map(({ buffer }) => buffer as ArrayBuffer); // as above; the scale is kept
}
