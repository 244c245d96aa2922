// Accounts, tokens, sharing and the audit log as they travel. A token's secret is in one answer only: that which makes it.
import { z } from 'zod';
import { moment } from './common.ts';

const scope = z.enum(['read', 'run', 'annotate', 'operate']).meta({ id: 'Scope' });

/** The name of an account. */
export const accountName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]$/, 'must be 2 to 64 small letters, digits and . _ -')
  .meta({ id: 'AccountName' });

/** Who the caller is. */
export const me = z
  .object({
    subject: z.string().describe('`anonymous` or the account'),
    displayName: z.string().optional(),
    via: z.enum(['none', 'loopback', 'token', 'session']).describe('how that is known'),
    roles: z.array(z.string()),
    scopes: z.array(scope).describe('what the caller may do'),
    logIn: z.string().optional().describe('where to log in; absent when nobody can'),
  })
  .meta({ id: 'Me' });

/** A token without its secret. */
export const token = z
  .object({
    id: z.string(),
    account: z.string(),
    label: z.string(),
    scopes: z.array(scope),
    created: moment,
    expires: moment,
    lastUsed: moment.optional().describe('accurate to a minute'),
    revoked: moment.optional(),
  })
  .meta({ id: 'Token' });

/** A token at the moment when it is made. */
export const newToken = token
  .extend({ secret: z.string().describe('shown this once: keep it where only you can read') })
  .meta({ id: 'NewToken' });

/** What a token should be. */
export const tokenRequest = z
  .object({
    label: z
      .string()
      .min(1)
      .max(100)
      .refine((label) => !/\p{Cc}/u.test(label), 'must have no control characters')
      .describe('what it is for, so that it can be told from others'),
    scopes: z.array(scope).min(1).max(4).default(['read', 'run', 'annotate']),
    expiresInDays: z.number().int().min(1).max(366).default(90),
    account: accountName.optional().describe('of somebody else: for operators; made when it is not there'),
  })
  .meta({ id: 'TokenRequest' });

/** Something that can be shared. */
export const sharedThing = z.object({
  kind: z.enum(['job', 'result', 'file']),
  id: z.string().min(1).max(100),
});

/** Who may read something private. */
export const readers = z.object({ items: z.array(z.string()) }).meta({ id: 'Readers' });

/** One entry of the audit log. */
export const auditEntry = z
  .object({
    number: z.number().int(),
    time: moment,
    subject: z.string(),
    via: z.string(),
    tokenId: z.string().optional(),
    action: z.string().describe('the operation'),
    object: z.string().optional(),
    outcome: z.string().describe('`done` or the code of the error'),
    address: z.string().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'AuditEntry' });
