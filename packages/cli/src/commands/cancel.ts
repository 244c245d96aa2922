// `stemma cancel`: stops a job of a server.
import { StemmaError } from '@stemma/core';
import { createClient } from '@stemma/api';
import type { Command } from '../command.ts';
import { serverAddress } from '../remote/server-address.ts';

/** What is finished is kept, and what other jobs need goes on. Only a server has jobs. */
export const cancel: Command = {
  arguments: [['<job>', 'its id, as `stemma --server URL run` says when it is left']],
  examples: [
    ['stemma cancel --help', 'how it is used:'],
    ['stemma cancel 7Zt1yCqv --server http://127.0.0.1:8640 || true', 'stop a job that was left:'],
  ],
  async run(context, [id = '']) {
    const address = serverAddress(context.globals.server, process.env);
    if (!address)
      throw new StemmaError('invalid_request', 'only a server has jobs: say which with --server or STEMMA_SERVER');
    const job = await createClient(address).cancelJob({ params: { id } });
    if (context.globals.json) return context.printJson(job);
    context.print(`${job.analysis}  ${job.state}`);
  },
};
