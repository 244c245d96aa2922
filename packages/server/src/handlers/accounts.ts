// Accounts over HTTP: the caller, tokens, sharing, log-in, the audit log.
import type { Scope } from '@stemma/api';
import { StemmaError } from '@stemma/core';
import type { Access } from '../access/access.ts';
import type { LogIn, Redirection } from '../access/log-in.ts';
import { defaultRoles } from '../access/settings.ts';
import type { TokenRecord } from '../access/tokens.ts';
import { type Thing } from '../access/visibility.ts';
import type { Call, Handlers } from '../http/handler.ts';
import { noContent } from '../http/no-content.ts';
import { anonymous, type Identity } from '../http/identity.ts';
import type { JobDesk } from '../jobs/job-desk.ts';

type TokenOperations = 'getMe' | 'listTokens' | 'createToken' | 'revokeToken';
type ShareOperations = 'listReaders' | 'shareWith' | 'unshareWith';
type LogInOperations = 'logIn' | 'finishLogIn' | 'logOut';

/** Handlers of accounts. */
export function accountHandlers(
  access: Access,
  desk: Pick<JobDesk, 'get'>,
): Handlers<TokenOperations | ShareOperations | LogInOperations | 'listAudit'> {
  return {
    ...tokenHandlers(access),
    ...shareHandlers(access, desk),
    ...logInHandlers(access),
    listAudit: ({ query: { cursor, ...query } }) => {
      const records = access.audit.list({ ...query, ...(cursor !== undefined && { before: Number(cursor) }) });
      const items = records.map(({ timeMs, ...record }) => ({ ...record, time: moment(timeMs) }));
      return { items, ...(items.length === query.limit && { next: String(items.at(-1)!.number) }) };
    },
  };
}

function tokenHandlers({ tokens, accounts, logIn }: Access): Handlers<TokenOperations> {
  return {
    getMe: (_, { identity: { subject, via = 'loopback', roles, scopes } }) => {
      const displayName = accounts.get(subject)?.displayName;
      return {
        subject,
        via,
        roles: [...roles],
        scopes: [...scopes].filter((scope) => scope !== 'public'),
        ...(displayName !== undefined && { displayName }),
        ...(logIn && { logIn: '/api/v1/login' }),
      };
    },
    listTokens: ({ query: { all } }, { identity }) => {
      if (all && !identity.scopes.has('operate'))
        throw new StemmaError('forbidden', 'only operators see the tokens of everybody');
      return { items: tokens.list(all ? undefined : identity.subject).map(tokenDocument) };
    },
    createToken: ({ body: { label, scopes, expiresInDays, account } }, { identity }) => {
      const name = ownerOfNewToken(identity, account, scopes);
      if (account !== undefined) accounts.ensure(name, [roleFor(scopes)]);
      const { secret, ...record } = tokens.create(name, label, scopes, expiresInDays * 86_400);
      const body = JSON.stringify({ ...tokenDocument(record), secret });
      // Kept by no cache, and not compressed: the length of a compressed secret tells of it.
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
      return new Response(body, { status: 201, headers });
    },
    revokeToken: ({ params: { id } }, { identity }) => {
      const record = tokens.get(id);
      if (!record || (record.account !== identity.subject && !identity.scopes.has('operate')))
        throw new StemmaError('not_found', 'there is no token of yours with this id: see the list of tokens', { id });
      tokens.revoke(id);
      return noContent();
    },
  };
}

function ownerOfNewToken(identity: Identity, account: string | undefined, scopes: readonly Scope[]): string {
  const isOperator = identity.scopes.has('operate');
  // Else a stolen token would outlive its own end by the tokens that it made.
  if (identity.via !== 'session' && !isOperator)
    throw new StemmaError('forbidden', 'a token makes no tokens: log in with a browser, or ask an operator');
  if (account !== undefined && account !== identity.subject && !isOperator)
    throw new StemmaError('forbidden', 'only operators make tokens of other accounts');
  const above = scopes.filter((scope) => !identity.scopes.has(scope));
  if (above.length > 0)
    throw new StemmaError('forbidden', `you have not the scope ${above.join(', ')}, so your token cannot`, {
      scopes: above,
    });
  const name = account ?? identity.subject;
  if (name === anonymous)
    throw new StemmaError('invalid_request', 'say whose token it is: {"account": "…"}', { pointer: '/account' });
  return name;
}

// The least role that gives these scopes.
function roleFor(scopes: readonly Scope[]): string {
  const fitting = Object.entries(defaultRoles).filter(([, given]) => scopes.every((scope) => given.includes(scope)));
  return fitting[0]?.[0] ?? 'guest';
}

function shareHandlers({ visibility, accounts }: Access, desk: Pick<JobDesk, 'get'>): Handlers<ShareOperations> {
  // A job brings its result along: who may read the one must be able to read the other.
  const thingsOf = async (kind: Thing['kind'], id: string, identity: Identity): Promise<Thing[]> => {
    if (kind !== 'job') return [{ kind, id }];
    const job = await desk.get(id, identity);
    const result: Thing = { kind: 'result', id: job.result };
    const isHeld = visibility.granted(identity, 'result').includes(job.result);
    return [{ kind, id: job.id, owner: job.owner, private: job.private }, ...(isHeld ? [result] : [])];
  };
  return {
    listReaders: async ({ params: { kind, id } }, { identity }) => {
      const [thing] = await thingsOf(kind, id, identity);
      return { items: visibility.readers(identity, thing!) };
    },
    shareWith: async ({ params: { kind, id, account } }, { identity }) => {
      const things = await thingsOf(kind, id, identity);
      visibility.readers(identity, things[0]!);
      if (!accounts.get(account)) throw new StemmaError('not_found', `there is no account ${account}`, { account });
      for (const thing of things) visibility.share(identity, thing, account);
      return noContent();
    },
    unshareWith: async ({ params: { kind, id, account } }, { identity }) => {
      for (const thing of await thingsOf(kind, id, identity)) visibility.unshare(identity, thing, account);
      return noContent();
    },
  };
}

function logInHandlers(access: Access): Handlers<LogInOperations> {
  const { logIn, audit, settings, addressOf } = access;
  const must = (): LogIn => {
    if (!logIn) throw new StemmaError('not_found', 'nobody can log in here: no provider is configured');
    return logIn;
  };
  const here = (request: Request) => settings.publicUrl?.replace(/\/$/, '') ?? new URL(request.url).origin;
  const callback = (request: Request) => `${here(request)}/api/v1/login/done`;
  const note = (action: string, subject: string, { request, requestId }: Call) =>
    audit.record({
      identity: { subject, via: 'session' },
      action,
      outcome: 'done',
      address: addressOf(request),
      requestId,
    });
  return {
    logIn: async ({ query: { next } }, { request }) => redirect(await must().begin(callback(request), next)),
    finishLogIn: async (_, call) => {
      const { request } = call;
      const redirection = await must().finish(request, callback(request));
      note('finishLogIn', redirection.account!, call);
      return redirect(redirection);
    },
    logOut: async (_, { request }) => {
      const { cookies, ...told } = await must().end(request, `${here(request)}/`);
      const response = Response.json(told, { headers: { 'cache-control': 'no-store' } });
      for (const cookie of cookies) response.headers.append('set-cookie', cookie);
      return response;
    },
  };
}

function redirect({ location, cookies }: Redirection): Response {
  const response = new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}

function tokenDocument({ createdMs, expiresMs, usedMs, revokedMs, ...same }: TokenRecord) {
  return {
    id: same.id,
    account: same.account,
    label: same.label,
    scopes: same.scopes.filter((scope) => scope !== 'public'),
    created: moment(createdMs),
    expires: moment(expiresMs),
    ...(usedMs !== undefined && { lastUsed: moment(usedMs) }),
    ...(revokedMs !== undefined && { revoked: moment(revokedMs) }),
  };
}

function moment(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
