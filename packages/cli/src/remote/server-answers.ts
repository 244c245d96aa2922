// What a server draws and writes by itself: family trees and exports, which would take it thousands of answers to tell
// node by node.
import { parse } from 'node:path';
import type { Client } from '@stemma/api';
import { StemmaError, type Digest } from '@stemma/core';
import type { WrittenFile } from '../exports/export-formats.ts';

/** How a view is asked for; as the options of `stemma view`. */
export interface ViewWishes {
  readonly level: string;
  readonly keep: readonly string[];
  readonly hide: readonly string[];
  readonly expand: readonly string[];
  readonly follow: readonly string[];
  readonly collapseChains?: boolean;
  readonly allEdges?: boolean;
}

/** Drawings and exports made by a server. */
export class ServerAnswers {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** A family tree as text of a format. */
  async tree(id: Digest, format: 'text' | 'json' | 'dot' | 'mermaid'): Promise<string> {
    return (await this.#client.drawTree({ params: { id }, query: { format } })).text();
  }

  /** A view as text of a format. */
  async view(id: Digest, format: 'text' | 'json' | 'svg' | 'dot' | 'mermaid', wishes: ViewWishes): Promise<string> {
    const { keep, hide, expand, follow, level, collapseChains, allEdges } = wishes;
    const query = {
      level: level as 'l1' | 'l2',
      keep: [...keep],
      hide: [...hide],
      expand: [...expand],
      follow: [...follow],
      collapseChains: flag(collapseChains),
      allEdges: flag(allEdges),
    } satisfies Record<string, unknown>;
    if (format === 'json') return JSON.stringify(await this.#client.getView({ params: { id }, query }), undefined, 2);
    return (await this.#client.drawView({ params: { id, format }, query })).text();
  }

  /**
   * The files of an export.
   * @throws StemmaError `invalid_request` for options, which a server does not take, and for names that leave the folder.
   */
  async export(id: Digest, format: string, options: Readonly<Record<string, unknown>>): Promise<WrittenFile[]> {
    const [given] = Object.keys(options);
    if (given !== undefined)
      throw new StemmaError('invalid_request', `--${given} does not work over a server: leave it out, or run it here`);
    const { files } = await this.#client.exportResult({ params: { id, format } });
    const written: WrittenFile[] = [];
    for (const { path } of files) {
      if (parse(path).root !== '' || path.split('/').includes('..'))
        throw new StemmaError('corrupt', `the server named a file ${path}, which is no name inside a folder`);
      const response = await this.#client.getExportFile({ params: { id, format, path } });
      const bytes = new Uint8Array(await response.arrayBuffer());
      written.push({ path, content: isText(response) ? new TextDecoder().decode(bytes) : bytes });
    }
    return written;
  }
}

function flag(isSet: boolean | undefined): 'true' | 'false' {
  return isSet ? 'true' : 'false';
}

function isText(response: Response): boolean {
  return /^text\/|[/+](json|xml|turtle|x-bibtex|yaml)\b/.test(response.headers.get('content-type') ?? '');
}
