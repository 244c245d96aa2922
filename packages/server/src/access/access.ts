// Accounts and access as one thing that a server is given: who asks, what they may see, what they did.
import { systemClock } from '@stemma/backends';
import type { Clock } from '@stemma/core';
import type { Seen } from '../app.ts';
import type { Identity } from '../http/identity.ts';
import { Idempotency } from '../http/idempotency.ts';
import { Accounts } from './accounts.ts';
import { Audit } from './audit.ts';
import { openDatabase } from './database.ts';
import { Identify } from './identify.ts';
import { LogIn } from './log-in.ts';
import { sessionCookie, Sessions } from './sessions.ts';
import type { AccessSettings } from './settings.ts';
import { Tokens } from './tokens.ts';
import { visibilityIn, type Visibility } from './visibility.ts';

/** Everything about access. */
export interface Access {
  readonly settings: AccessSettings;
  readonly visibility: Visibility;
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly audit: Audit;
  readonly idempotency: Idempotency;
  /** Absent when nobody can log in. */
  readonly logIn?: LogIn;
  /** Who asks. @throws StemmaError as `Identify.of`. */
  identify(this: void, request: Request): Promise<Identity>;
  /** Where a request comes from: an address. */
  addressOf(this: void, request: Request): string;
  /** Puts what changes something, and what was refused, into the audit log. */
  observe(this: void, seen: Seen, request: Request): void;
  close(): void;
}

/** Where accounts are kept, and by which clock. */
export interface AccessParts {
  /** A file of its own, `access.sqlite` in the folder of the store; `:memory:` for one that ends with the process. */
  readonly path: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly settings: AccessSettings;
}

/** Opens accounts and access. @throws StemmaError as `openDatabase`. */
export function openAccess({ path, clock, settings }: AccessParts): Access {
  const db = openDatabase(path);
  const isSecure = settings.publicUrl?.startsWith('https:') === true;
  const session = sessionCookie('stemma-session', isSecure);
  const attempt = sessionCookie('stemma-login', isSecure, 600);
  const accounts = new Accounts(db, clock);
  const tokens = new Tokens(db, clock);
  const sessions = new Sessions(db, clock);
  const audit = new Audit(db, clock);
  const visibility = visibilityIn(db, clock);
  const { oidc } = settings;
  const identify = new Identify({ accounts, tokens, sessions, cookie: session, clock, settings });
  const addressOf = (request: Request) => identify.peerOf(request).address;
  return {
    settings,
    visibility,
    accounts,
    tokens,
    audit,
    idempotency: new Idempotency(db, clock),
    ...(oidc && {
      logIn: new LogIn({ db, clock, accounts, sessions, cookies: { attempt, session }, settings: oidc }),
    }),
    identify: (request) => new Promise((resolve) => resolve(identify.of(request))),
    addressOf,
    observe: (seen, request) => auditSeen(audit, seen, request, addressOf(request)),
    close: () => db.close(),
  };
}

/** Access that ends with the process: the loopback may do everything, and nobody else can log in. */
export function accessInMemory(settings: AccessSettings = {}): Access {
  return openAccess({ path: ':memory:', clock: systemClock, settings });
}

// Reading is not recorded: who looks at what is nobody's business, and there is a thousand times more of it.
function auditSeen(audit: Audit, seen: Seen, request: Request, address: string): void {
  const { method, status, operation = 'none', identity, requestId, error } = seen;
  const isChange = method !== 'GET' && method !== 'HEAD' && operation !== 'planGoal';
  const isRefused = status === 401 || status === 403;
  if (!isChange && !isRefused) return;
  const { code } = (error ?? {}) as { code?: unknown };
  audit.record({
    identity: identity ?? { subject: 'unknown', via: 'none' },
    action: operation,
    object: new URL(request.url).pathname,
    outcome: typeof code === 'string' ? code : status < 400 ? 'done' : String(status),
    address,
    requestId,
  });
}
