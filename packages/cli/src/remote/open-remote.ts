// Opening a server for one command, as `openSession` opens a store.
import type { Session } from '../session.ts';
import { RemoteStemma } from './remote-stemma.ts';
import { ServerAnswers } from './server-answers.ts';
import type { ServerAddress } from './server-address.ts';

/** Opens a server; nothing is asked of it yet. */
export function openRemote(address: ServerAddress): Session {
  const stemma = new RemoteStemma(address);
  return {
    stemma,
    loaded: [],
    answers: new ServerAnswers(stemma.client),
    meet: async (name) => void (await stemma.meet(name)),
    [Symbol.asyncDispose]: () => stemma.close(),
  };
}
