// The app in a browser, on this computer only: HTTP on 127.0.0.1 behind a random token, the same requests and events as
// in the desktop app. No TLS and no other interface: nothing leaves the machine. Requests are answered by hosts/answer.ts.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'cbor-x';
import { answer, type Answer } from './hosts/answer.ts';
import { readBody } from './hosts/body.ts';
import { readCbor } from './hosts/cbor-input.ts';
import { createEventStreams, type EventStreams } from './hosts/event-stream.ts';
import type { EventHub } from './hosts/events.ts';
import { CodedError, failureOf } from './failure.ts';
import type { App } from './hosts/host.ts';
import { pageCaching, readPageFile, securityHeaders } from './hosts/page.ts';
import { findPicture, readPicturePath } from './hosts/picture.ts';
import { rendererFolder as builtRenderer } from './hosts/resources.ts';

export interface ServeOptions extends Pick<App, 'handlers' | 'libraryHandlers' | 'media' | 'pages'> {
  /** Where the handlers' events arrive. */
  readonly events: Pick<EventHub, 'listen'>;
  /** 0 takes a free one. */
  readonly port?: number;
  /** The token that a page must send; random by default. */
  readonly token?: string;
  /** The built page. */
  readonly rendererFolder?: string;
  /** Largest request body, in bytes. */
  readonly mostBytes?: number;
  /** Milliseconds within which a whole request must arrive; then its connection is closed. */
  readonly patience?: number;
}

export interface Served {
  /** The address to open, including the token. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends every connection; does not close the library. */
  close(): Promise<void>;
}

/** Starts the server; rejects if the port is in use. */
export async function serve({
  handlers, libraryHandlers, media, pages, events, port = 0, token = randomBytes(32).toString('base64url'), rendererFolder = builtRenderer, mostBytes = 64 * 1024 * 1024, patience = 60_000
}: ServeOptions): Promise<Served> {
  const streams = createEventStreams(events, pages);
  const server = createServer({ requestTimeout: patience, headersTimeout: patience, connectionsCheckingInterval: Math.min(patience / 2, 10_000) });
  await listen(server, port);
  server.on('error', (error) => console.error(`The server continues after: ${error.message}`)); // a socket that could not be accepted, for example
  const { port: actual } = server.address() as AddressInfo; // it listens on TCP
  const hosts = [`127.0.0.1:${actual}`, `localhost:${actual}`];
  const isToken = comparer(token);

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = request;
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    // a name that resolves to this machine is not enough: the page must have been opened here (DNS rebinding)
    if (!hosts.includes(headers.host ?? '')) return refuse(response, 403, 'This host name is not served here.');
    if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`)) {
      return refuse(response, 403, 'Requests from other pages are refused.');
    }
    const url = URL.parse(`http://${hosts[0]}${request.url ?? ''}`);
    if (!url || !request.url?.startsWith('/')) return refuse(response, 400, 'The address is not valid.');
    const { pathname, searchParams } = url;

    const [, library = null, name] = requestPath.exec(pathname) ?? [];
    if (name !== undefined) {
      if (method !== 'POST') return refuse(response, 405, 'Requests must use POST.');
      if (!isToken(headers['x-kindred-token'])) return refuse(response, 401, tokenWanted);
      return answerRequest(request, response, name, library);
    }
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'Only GET is allowed here.');
    if (pathname === '/events' || readPicturePath(pathname)) {
      if (!isToken(searchParams.get('token'))) return refuse(response, 401, tokenWanted);
      if (pathname === '/events') {
        const page = searchParams.get('page') ?? '';
        return pageName.test(page) ? streams.add(response, page) : refuse(response, 400, 'The name of the page is missing.');
      }
      const picture = await findPicture(media, pathname);
      if (!picture) return refuse(response, 404, 'There is no such photo.');
      return send(response, 200, picture.data, { 'content-type': picture.type, 'cache-control': picture.caching, 'cross-origin-resource-policy': 'same-origin' });
    }
    const file = await readPageFile(rendererFolder, pathname);
    if (file) return send(response, 200, file.data, { 'content-type': file.type, 'cache-control': pageCaching(pathname) });
    return refuse(response, 404, pathname === '/' ? 'The page is not built yet: run `npm run build`.' : 'There is nothing here.');
  };

  const answerRequest = async (request: IncomingMessage, response: ServerResponse, name: string, library: string | null): Promise<void> => {
    let result: Answer;
    try {
      result = await answer({ handlers, libraryHandlers }, name, readCbor(await readBody(request, mostBytes)), library);
    } catch (error) {
      if (request.destroyed && !request.complete) return void response.destroy(); // nobody is waiting for an answer
      result = { ok: false, failure: failureOf(error) };
    }
    send(response, 200, encode(result), { 'content-type': 'application/cbor', 'cache-control': 'no-store' });
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(request, response).catch((error: unknown) => {
      const { message } = failureOf(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, message);
    });
  });
  return { url: `http://127.0.0.1:${actual}/#token=${token}`, port: actual, token, close: () => close(server, streams) };
}

/** Requests to the app, and those about a library, which the path names. */
const requestPath = /^(?:\/library\/([^/]+))?\/api\/([^/]*)$/;
const pageName = /^[\w-]{1,64}$/;

const tokenWanted = 'Open the address that Kindred printed when it started: it contains the key to this page.';

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new CodedError('bad-request', `Port ${port} is in use; choose another, or 0 for a free one.`, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

/** Ends the streams, gives current requests a moment to finish, then cuts the rest. */
async function close(server: Server, streams: EventStreams): Promise<void> {
  streams.close();
  const cut = setTimeout(() => server.closeAllConnections(), 2000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

/** Compares in constant time: hashes all have the same length, whatever was given. */
function comparer(token: string): (given: unknown) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (given) => typeof given === 'string' && timingSafeEqual(digest(given), expected);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  send(response, status, Buffer.from(`${why}\n`), { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
}

function send(response: ServerResponse, status: number, data: Uint8Array, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...headers, 'content-length': data.byteLength });
  response.end(data); // a HEAD response drops the body by itself
}
