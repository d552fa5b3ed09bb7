// A report of the app about itself, as text that is sent to whoever mends it: in English, whatever the window speaks.
import type { Diagnostics } from './contract/about.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** One fact a line; nothing of the photos. */
export function diagnosticsText({ version, host, system, versions, backends, encoder, free, libraries, errors }: Diagnostics): string {
  return [
    `Kindred ${version}, ${host}`,
    `System: ${system.platform} ${system.release}, ${system.architecture}, ${system.processor}, ${system.cores} cores, ${megabytes(system.memory)} of memory, ${megabytes(system.held)} held, ${system.locale}`,
    `Versions: ${Object.entries(versions).map(([name, of]) => `${name} ${of}`).join(', ')}`,
    `Encoder: ${encoder ?? 'none is loaded'}`,
    ...backends.map(({ name, usable, note }) => `Computing: ${name}, ${usable ? 'usable' : 'not usable'}${note === null ? '' : ` (${note})`}`),
    `Data folder: ${free === null ? 'unknown space' : `${megabytes(free)} free`}`,
    ...libraries.map(({ place, isOpen, photos, answers, bytes, check }) =>
      `Library ${place}${isOpen ? ', open' : ''}: ${photos} photos, ${answers} answers, ${megabytes(bytes.library)} + ${megabytes(bytes.thumbnails)} thumbnails + ${megabytes(bytes.others)} others, ${check === null ? 'not checked' : `check: ${[check.result, check.detail].filter((part) => part !== '').join(', ')}`}`),
    errors.length === 0 ? 'Nothing was noted.' : 'Noted, the newest last:',
    ...errors,
    ''
  ].join('\n');
}
