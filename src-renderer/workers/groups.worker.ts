// Groups off the screen's thread. Each message is answered under its number; what it does: groups-desk.ts. Spaces come straight here.

import { readSpace } from '../../src-shared/learning/metric/space-bytes.ts';
import type { Failure, PhotoSpace } from '../../src-shared/contract.ts';
import { AddressedDesk, type Answered, type Asked } from './addressed-desk.ts';
import type { GroupColumns } from './group-table.ts';
import { GroupsDesk } from './groups-desk.ts';
import type { GroupsAnswer } from './groups-messages.ts';

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
  const columns = 'ends' in value ? [value.ids, value.covers, value.ends, value.photos] : 'columns' in value ? columnsOf(value.columns) : [];
  return columns.map(({ buffer }) => buffer as ArrayBuffer); // made here, never shared; the scale is kept
}

function columnsOf({ ids, ends, photos, covers, singles }: GroupColumns): Uint32Array[] {
  return [ids, ends, photos, covers, singles];
}
