// Reads the body of a request, within bounds.

import type { IncomingMessage } from 'node:http';
import { CodedError } from '../failure.ts';

/**
 * The whole body. Rejects with `bad-request` beyond `mostBytes`: a body twice as long is read to its end first, for a browser shows a cut
 * request as a lost connection and not as this message; one that still goes on is cut.
 */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
    if (length > 2 * mostBytes) break; // which destroys the request
  }
  if (length > mostBytes) throw new CodedError('bad-request', `expected at most ${mostBytes} bytes, got ${length}`);
  return Buffer.concat(chunks);
}
