// Who sends a request: by token, by session, or by where they sit. All that has to be true before anybody is believed
// is checked here: the name of the host, the origin of the page, how often they ask.
import { StemmaError, type Clock } from '@stemma/core';
import { anonymous, type Identity } from '../http/identity.ts';
import { checkHost, checkOrigin, type Sites } from '../http/origin.ts';
import { peerFinder, subscriberOf, type Peer, type PeerOf } from '../http/peer.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Account, Accounts } from './accounts.ts';
import { hasToken } from './secrets.ts';
import type { SessionCookie, Sessions } from './sessions.ts';
import { anonymousScopes, scopesOf, type AccessSettings, type Rate } from './settings.ts';
import type { Tokens } from './tokens.ts';

/** What identities are found with. */
export interface IdentifyParts {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly cookie: SessionCookie;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly settings: AccessSettings;
}

const accountRate: Rate = { perSecond: 200, burst: 1000 };
const addressRate: Rate = { perSecond: 20, burst: 200 };
// Somebody who tries tokens has twenty tries, then one every ten seconds.
const failureRate: Rate = { perSecond: 0.1, burst: 20 };

/** Finds who asks. */
export class Identify {
  readonly peerOf: PeerOf;
  readonly #parts: IdentifyParts;
  readonly #sites: Sites;
  readonly #scopes: ReturnType<typeof anonymousScopes>;
  readonly #limits: { account?: RateLimit; address?: RateLimit; failures: RateLimit };

  constructor(parts: IdentifyParts) {
    const { settings, clock } = parts;
    const { account = accountRate, address = addressRate } = settings.rates ?? {};
    this.#parts = parts;
    this.#sites = settings;
    this.#scopes = anonymousScopes(settings);
    this.peerOf = peerFinder(settings.trustedProxies);
    this.#limits = {
      failures: new RateLimit(failureRate, clock),
      ...(account !== false && { account: new RateLimit(account, clock) }),
      ...(address !== false && { address: new RateLimit(address, clock) }),
    };
  }

  /**
   * Who sends a request.
   * @throws StemmaError `unauthenticated` for a proof that is not valid; `rate_limited`; `forbidden` for a page of
   *   another site; `invalid_request` for another host's name, or a token in the address.
   */
  of(request: Request): Identity {
    checkHost(request, this.#sites);
    // Addresses are kept by browsers, proxies and logs, and sent on as Referer.
    if (hasToken(request.url))
      throw new StemmaError(
        'invalid_request',
        'send a token in the header Authorization, never in an address, and revoke this one',
      );
    const peer = this.peerOf(request);
    const identity = this.#proved(request, peer) ?? this.#stranger(peer);
    checkOrigin(request, this.#sites, identity.via === 'session');
    this.#limit(identity, peer);
    return identity;
  }

  #proved(request: Request, peer: Peer): Identity | undefined {
    const authorization = request.headers.get('authorization');
    const cookie = this.#parts.cookie.read(request);
    if (authorization === null && cookie === undefined) return undefined;
    const caller = subscriberOf(peer.address);
    this.#limits.failures.check(caller);
    try {
      return authorization === null ? this.#bySession(cookie!) : this.#byToken(authorization);
    } catch (error) {
      this.#limits.failures.take(caller);
      throw error;
    }
  }

  #byToken(authorization: string): Identity {
    const [, secret] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
    if (secret === undefined)
      throw new StemmaError(
        'unauthenticated',
        'send "Authorization: Bearer" and a token; there is no other scheme here',
      );
    const { id, account: name, scopes } = this.#parts.tokens.verify(secret);
    const account = this.#open(name);
    const allowed = scopesOf(account.roles, this.#parts.settings);
    // A role that somebody has lost is lost to their tokens too.
    const held = new Set([...scopes, 'public' as const].filter((scope) => allowed.has(scope)));
    return { subject: name, scopes: held, roles: account.roles, via: 'token', tokenId: id };
  }

  // A session that is over is no offence: the browser goes on as a stranger.
  #bySession(secret: string): Identity | undefined {
    const session = this.#parts.sessions.find(secret);
    if (!session) return undefined;
    const account = this.#open(session.account);
    const scopes = scopesOf(account.roles, this.#parts.settings);
    return { subject: account.name, scopes, roles: account.roles, via: 'session' };
  }

  #open(name: string): Account {
    const account = this.#parts.accounts.get(name);
    if (!account || account.disabled)
      throw new StemmaError('unauthenticated', `the account ${name} is shut: ask an operator`);
    return account;
  }

  #stranger({ isLocal }: Peer): Identity {
    return isLocal
      ? { subject: anonymous, scopes: this.#scopes.loopback, roles: [], via: 'loopback' }
      : { subject: anonymous, scopes: this.#scopes.elsewhere, roles: [], via: 'none' };
  }

  #limit({ subject, via }: Identity, { address }: Peer): void {
    if (via === 'loopback') return;
    if (via === 'none') this.#limits.address?.take(subscriberOf(address));
    else this.#limits.account?.take(subject);
  }
}
