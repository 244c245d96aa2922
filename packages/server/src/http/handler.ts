// What answers a route: a function of what was asked, typed by the route table. Handlers know nothing of HTTP but what
// they are given here, so each can be called in a test without a socket.
import type { Answered, AnyRoute, Asked, Operation, Routes } from '@stemma/api';
import type { Identity } from './identity.ts';

/** What every handler is given beside what was asked. */
export interface Call {
  readonly identity: Identity;
  readonly requestId: string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
  /** The request itself, for handlers that stream, or look at conditional headers. */
  readonly request: Request;
}

/** Answers one route: with its JSON, or with a whole response where the route answers bytes. */
export type Handler<R extends AnyRoute> = (
  asked: Asked<R>,
  call: Call,
) => Promise<Answered<R> | Response> | Answered<R> | Response;

/** A handler for each of some operations. */
export type Handlers<K extends Operation = Operation> = { readonly [O in K]: Handler<Routes[O]> };
