// The application on a socket: HTTP/1.1 by Node, limits against slow and endless clients, and an end that lets running
// requests finish.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { StemmaError } from '@stemma/core';
import { setPeer } from './http/peer.ts';
import { filePartOf } from './products/file-stream.ts';
import { sendFile } from './products/send-file.ts';

/** Something that answers requests. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:8640`. */
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, waits for running requests up to `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>;
}

/** How long clients may take to send. */
export interface Limits {
  readonly headersTimeoutMs: number;
  /** For a whole request with its body. */
  readonly requestTimeoutMs: number;
}

// What an honest client needs by far; a client that sends its headers byte by byte is cut off.
const defaultLimits: Limits = { headersTimeoutMs: 10_000, requestTimeoutMs: 60_000 };
const maxHeaderBytes = 16_384;

/**
 * Listens on an address.
 * @param port 0 for any that is free.
 * @throws StemmaError `unavailable` when the address is taken or may not be used.
 */
export function listen(
  fetch: Fetch,
  { host, port, limits = defaultLimits }: { host: string; port: number; limits?: Limits | undefined },
): Promise<Listening> {
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const response = await fetch(seenFrom(request, incoming.socket.remoteAddress));
      // This server speaks HTTP/1.1 only, for which the type of the listener leaves room for more.
      return directly(response, outgoing as ServerResponse);
    },
    { overrideGlobalObjects: false },
  );
  const options = {
    maxHeaderSize: maxHeaderBytes,
    keepAliveTimeout: 5_000,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    // Node looks only so often for connections that are over their time.
    connectionsCheckingInterval: limits.headersTimeoutMs / 4,
  };
  const server = createServer(options, (incoming, outgoing) => void listener(incoming, outgoing));
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new StemmaError('unavailable', `cannot listen on ${host}:${port} (${code}): choose another with --port`)),
    );
    server.listen(port, host, () => resolve(listening(server, host)));
  });
}

// Bytes of files go from the file to the socket; their stream is never read.
async function directly(response: Response, outgoing: ServerResponse): Promise<Response> {
  const part = filePartOf(response.body);
  if (!part) return response;
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  await sendFile(outgoing, part);
  return RESPONSE_ALREADY_SENT;
}

function seenFrom(request: Request, address: string | undefined): Request {
  setPeer(request, address);
  return request;
}

function listening(server: Server, host: string): Listening {
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${port}`, port, close: (graceMs = 5_000) => close(server, graceMs) };
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
