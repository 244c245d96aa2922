// Who asks, and what that identity may do. Every check of the server goes through `mayUse` and, for single jobs and
// results, through the one function in access/.
import type { Scope } from '@stemma/api';

/** Somebody who asks. */
export interface Identity {
  /** `anonymous`, or the account. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly roles: readonly string[];
}

/** Everything, as somebody on the same machine may without an account. */
export const anonymousOnLoopback: Identity = {
  subject: 'anonymous',
  scopes: new Set<Scope>(['public', 'read', 'run', 'annotate', 'operate']),
  roles: [],
};

/** Whether an identity may use routes of a scope. */
export function mayUse({ scopes }: Identity, scope: Scope): boolean {
  return scope === 'public' || scopes.has(scope);
}
