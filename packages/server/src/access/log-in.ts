// Log-in by OpenID Connect: authorization code flow with PKCE, state and nonce. What has to come back unchanged waits in
// the database under a cookie of its own, so that nobody can be logged in as somebody else by a link.
// https://openid.net/specs/openid-connect-core-1_0.html, RFC 7636, RFC 9700
import * as oidc from 'openid-client';
import { StemmaError, type Clock } from '@stemma/core';
import type { Accounts } from './accounts.ts';
import type { Database } from './database.ts';
import { digestOf, newSecret } from './secrets.ts';
import type { SessionCookie, Sessions } from './sessions.ts';
import type { OidcSettings } from './settings.ts';

// How long somebody may take at the provider.
const waitMs = 600_000;

/** What log-in stands on. */
export interface LogInParts {
  readonly db: Database;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  /** Of the attempt, and of the session. */
  readonly cookies: { readonly attempt: SessionCookie; readonly session: SessionCookie };
  readonly settings: OidcSettings;
}

/** Where to send the browser, and the cookies that it gets with it. */
export interface Redirection {
  readonly location: string;
  readonly cookies: readonly string[];
  /** Who has logged in. */
  readonly account?: string;
}

interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  next: string;
}

/** Logs people in and out. */
export class LogIn {
  readonly #parts: LogInParts;
  #provider: Promise<oidc.Configuration> | undefined;

  constructor(parts: LogInParts) {
    this.#parts = parts;
  }

  /**
   * Begins: to the provider.
   * @param callback the address it sends people back to; @param next a path here to end at.
   * @throws StemmaError `unavailable` when the provider cannot be reached.
   */
  async begin(callback: string, next: string): Promise<Redirection> {
    const { db, clock, cookies, settings } = this.#parts;
    const provider = await this.#configuration();
    const secret = newSecret();
    const verifier = oidc.randomPKCECodeVerifier();
    const attempt: Attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next: pathHere(next) };
    const nowMs = clock.nowMs();
    db.run('DELETE FROM logins WHERE expires_ms <= ?', nowMs);
    db.run(
      'INSERT INTO logins (digest, state, nonce, verifier, next, expires_ms) VALUES (?, ?, ?, ?, ?, ?)',
      digestOf(secret),
      attempt.state,
      attempt.nonce,
      attempt.verifier,
      attempt.next,
      nowMs + waitMs,
    );
    const location = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: callback,
      scope: settings.scope ?? 'openid profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { location: location.href, cookies: [cookies.attempt.set(secret)] };
  }

  /**
   * Ends: checks what the provider says, and begins a session.
   * @throws StemmaError `unauthenticated` for an answer that is not of this attempt, or not the provider's.
   */
  async finish(request: Request, callback: string): Promise<Redirection> {
    const { accounts, sessions, cookies, settings } = this.#parts;
    const attempt = this.#take(request);
    const provider = await this.#configuration();
    const back = new URL(callback);
    back.search = new URL(request.url).search;
    const checks = { pkceCodeVerifier: attempt.verifier, expectedState: attempt.state, expectedNonce: attempt.nonce };
    const granted = await oidc
      .authorizationCodeGrant(provider, back, { ...checks, idTokenExpected: true })
      .catch(refuse);
    const claims = granted.claims()!;
    const account = accounts.welcome({
      issuer: claims.iss,
      subject: claims.sub,
      wishedName: textOf(claims.preferred_username) ?? textOf(claims.name) ?? claims.sub,
      roles: rolesOf(claims, settings),
      ...(textOf(claims.name) !== undefined && { displayName: textOf(claims.name)! }),
    });
    if (account.disabled)
      throw new StemmaError('unauthenticated', `the account ${account.name} is shut: ask an operator`);
    const secret = sessions.begin(account.name, granted.id_token);
    return {
      location: attempt.next,
      cookies: [cookies.attempt.set(), cookies.session.set(secret)],
      account: account.name,
    };
  }

  /** Ends the session; says where the browser can end that of the provider too, when it offers that. */
  async end(request: Request, here: string): Promise<{ cookies: readonly string[]; endSession?: string }> {
    const { sessions, cookies } = this.#parts;
    const secret = cookies.session.read(request);
    const idToken = secret === undefined ? undefined : sessions.find(secret)?.idToken;
    if (secret !== undefined) sessions.end(secret);
    const gone = { cookies: [cookies.session.set()] };
    // A provider that does not answer keeps nobody logged in here.
    const provider = await this.#configuration().catch(() => undefined);
    if (idToken === undefined || !provider?.serverMetadata().end_session_endpoint) return gone;
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: here };
    return { ...gone, endSession: oidc.buildEndSessionUrl(provider, parameters).href };
  }

  // An attempt counts once, whatever becomes of it.
  #take(request: Request): Attempt {
    const { db, clock, cookies } = this.#parts;
    const secret = cookies.attempt.read(request);
    const taken = 'DELETE FROM logins WHERE digest = ? AND expires_ms > ? RETURNING state, nonce, verifier, next';
    const attempt = secret && db.row<Attempt>(taken, digestOf(secret), clock.nowMs());
    if (!attempt)
      throw new StemmaError('unauthenticated', 'this log-in was not begun in this browser, or is over: begin again');
    return attempt;
  }

  // Found out at the first log-in and again after a failure, so that the service starts without its provider.
  async #configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, insecure } = this.#parts.settings;
    this.#provider ??= oidc.discovery(new URL(issuer), clientId, undefined, authentication(clientSecret), {
      // Signatures are checked too, although the token comes from the provider itself: not every proxy is one's own.
      execute: [oidc.enableNonRepudiationChecks, ...(insecure === true ? [oidc.allowInsecureRequests] : [])],
      timeout: 10,
    });
    try {
      return await this.#provider;
    } catch (cause) {
      this.#provider = undefined;
      throw new StemmaError('unavailable', 'the log-in service does not answer: try again later', {}, cause);
    }
  }
}

/** A path on this site; anything else becomes `/`: an address of another one would send people there with our name on it. */
export function pathHere(next: string): string {
  const isPath = /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes('\\');
  return isPath && new URL(next, 'http://here.invalid').origin === 'http://here.invalid' ? next : '/';
}

function authentication(secret: string | undefined): oidc.ClientAuth {
  return secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret);
}

function rolesOf(claims: oidc.IDToken, { rolesClaim = 'roles', roleNames, everybody }: OidcSettings): string[] {
  const given: unknown = claims[rolesClaim];
  const named = (Array.isArray(given) ? given : [given]).filter((role) => typeof role === 'string');
  // With a table, a name that is not in it means nothing: providers' groups are not ours.
  const meant = roleNames
    ? named.filter((role) => Object.hasOwn(roleNames, role)).map((role) => roleNames[role]!)
    : named;
  return [...new Set([...(everybody ?? ['astronomer']), ...meant])];
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim.trim() !== '' ? claim.trim().slice(0, 200) : undefined;
}

// The provider's own words may hold what a stranger wrote into the address; they go to the log with the cause.
function refuse(cause: unknown): never {
  throw new StemmaError('unauthenticated', 'the log-in could not be confirmed: begin again', {}, cause);
}
