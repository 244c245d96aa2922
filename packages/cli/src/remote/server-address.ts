// Which server a command asks, and with which token: the flag or the environment says where, only the environment or a
// file says who. A token in a flag would be in the list of processes and in the history of the shell.
import { readFileSync } from 'node:fs';
import { StemmaError } from '@stemma/core';

/** A server to ask. */
export interface ServerAddress {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token?: string;
}

/**
 * The server that is meant; undefined for the store of this machine.
 * @param given the value of `--server`; it wins over `STEMMA_SERVER`.
 * @param environment `STEMMA_TOKEN` is the token, else `STEMMA_TOKEN_FILE` names a file that holds it.
 * @throws StemmaError `invalid_request` for an address that cannot be used; `not_found` for the file of the token;
 *   `forbidden` for a token that would travel in clear text.
 */
export function serverAddress(given: string | undefined, environment: NodeJS.ProcessEnv): ServerAddress | undefined {
  const text = given ?? environment.STEMMA_SERVER;
  if (text === undefined || text === '') return undefined;
  const url = readUrl(text);
  const token = environment.STEMMA_TOKEN || readToken(environment.STEMMA_TOKEN_FILE);
  if (token === undefined) return { url: url.href.replace(/\/+$/, '') };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new StemmaError(
      'forbidden',
      `the token is not sent to ${url.origin}, anybody on the way could read it: use https`,
    );
  return { url: url.href.replace(/\/+$/, ''), token };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new StemmaError('invalid_request', `"${text}" is no address of a server: write http://127.0.0.1:8640`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new StemmaError(
      'invalid_request',
      'the address of a server has no user, query or fragment: a token goes into STEMMA_TOKEN or STEMMA_TOKEN_FILE',
    );
  return url;
}

function readToken(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError('not_found', `cannot read the token in ${path} (${code}): see STEMMA_TOKEN_FILE`, {}, cause);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
