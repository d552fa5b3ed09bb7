// Which trash this computer has.
import { freedesktopTrash } from './freedesktop.ts';
import { packageTrash, type Trash } from './trash.ts';

/** @param put Electron's way into the trash of macOS and Windows, where there is Electron */
export function systemTrash(put?: (path: string) => Promise<void>, platform: NodeJS.Platform = process.platform): Trash {
  if (platform !== 'darwin' && platform !== 'win32') return freedesktopTrash();
  return put ? { kind: 'system', put } : packageTrash;
}
