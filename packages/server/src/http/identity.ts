// Who asks, and what that identity may do. Every check of the server goes through `mayUse` and, for single jobs, results
// and files, through the one function in access/visibility.ts.
import type { Scope } from '@stemma/api';

/** How somebody proved who they are; `loopback`: by sitting at this machine. */
export type Proof = 'none' | 'loopback' | 'token' | 'session';

/** Somebody who asks. */
export interface Identity {
  /** `anonymous`, or the account. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly roles: readonly string[];
  /** Absent for identities that the program makes itself. */
  readonly via?: Proof;
  /** Which token, by the number under which it is listed. */
  readonly tokenId?: string;
}

/** The subject of everybody without an account. */
export const anonymous = 'anonymous';

/** Everything, as somebody on the same machine may without an account. */
export const anonymousOnLoopback: Identity = {
  subject: anonymous,
  scopes: new Set<Scope>(['public', 'read', 'run', 'annotate', 'operate']),
  roles: [],
  via: 'loopback',
};

/** Whether an identity may use routes of a scope. */
export function mayUse({ scopes }: Identity, scope: Scope): boolean {
  return scope === 'public' || scopes.has(scope);
}

/**
 * Whether what belongs to `owner` is this identity's own. Strangers on the network share the subject `anonymous`, so
 * nothing is theirs; on the loopback it is the one person who sits there.
 */
export function isOwn({ subject, via }: Identity, owner: string): boolean {
  return subject === owner && (subject !== anonymous || via !== 'none');
}
