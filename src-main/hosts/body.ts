// Reads the body of a request, up to a size limit.

import type { IncomingMessage } from 'node:http';
import { CodedError } from '../failure.ts';

/**
 * The whole body. Rejects with `bad-request` beyond `mostBytes`. A body up to twice as long is still read to its end, because a browser
 * shows a cut request as a lost connection instead of this message; a longer one is cut.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
    if (length > 2 * mostBytes) break; // leaving the loop destroys the request
  }
  if (length > mostBytes) throw new CodedError('bad-request', `expected at most ${mostBytes} bytes, got ${length}`);
  return Buffer.concat(chunks);
}
