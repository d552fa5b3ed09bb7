// Newer versions of the app, where they can be looked for: neither in a browser nor in a build without an address.
import type { AppHandlers } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import type { Updates } from '../hosts/host.ts';

export function updateHandlers(updates: Updates | null): Pick<AppHandlers, 'updates.read' | 'updates.check' | 'updates.download'> {
  const needed = (): Updates => {
    if (!updates) throw new CodedError('bad-request', 'This installation of Kindred cannot look for newer versions.');
    return updates;
  };
  return {
    'updates.read': async () => updates?.state ?? null,
    'updates.check': async () => (await needed().check(), null),
    'updates.download': async () => (needed().download(), null)
  };
}
