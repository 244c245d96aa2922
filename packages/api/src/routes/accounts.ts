// Who the caller is, their tokens, whom they share with, log-in and log-out, and what operators may look up.
import { z } from 'zod';
import { route } from '../route.ts';
import {
  accountName,
  auditEntry,
  me,
  newToken,
  readers,
  sharedThing,
  token,
  tokenRequest,
} from '../schemas/account.ts';
import { pageOf } from '../schemas/common.ts';

const withReader = sharedThing.extend({ account: accountName });

export const accountRoutes = {
  getMe: route({
    method: 'GET',
    path: '/api/v1/me',
    tag: 'accounts',
    summary: 'who the caller is here, and what they may do',
    scope: 'public',
    answer: { status: 200, description: 'the caller', schema: me },
  }),
  listTokens: route({
    method: 'GET',
    path: '/api/v1/tokens',
    tag: 'accounts',
    summary: 'the tokens of the caller, newest first; never their secrets',
    scope: 'read',
    query: z.object({ all: z.stringbool().default(false).describe('those of everybody, for operators') }),
    answer: { status: 200, description: 'the tokens', schema: pageOf(token, 'TokenPage') },
  }),
  createToken: route({
    method: 'POST',
    path: '/api/v1/tokens',
    tag: 'accounts',
    summary: 'make a token for programs',
    description:
      'The secret is in this answer only. A token can do no more than whoever makes it, and a token without the scope "operate" makes no tokens.',
    scope: 'read',
    body: tokenRequest,
    answer: { status: 201, description: 'the token with its secret', schema: newToken },
    errors: ['forbidden'],
  }),
  revokeToken: route({
    method: 'DELETE',
    path: '/api/v1/tokens/{id}',
    tag: 'accounts',
    summary: 'end a token, from the next request on',
    scope: 'read',
    params: z.object({ id: z.string().max(100) }),
    answer: { status: 204, description: 'it is ended' },
    errors: ['not_found'],
  }),
  listReaders: route({
    method: 'GET',
    path: '/api/v1/shares/{kind}/{id}',
    tag: 'accounts',
    summary: 'who may read something private beside its owner',
    scope: 'read',
    params: sharedThing,
    answer: { status: 200, description: 'accounts by name', schema: readers },
    errors: ['not_found', 'forbidden'],
  }),
  shareWith: route({
    method: 'PUT',
    path: '/api/v1/shares/{kind}/{id}/{account}',
    tag: 'accounts',
    summary: 'let somebody read a private job, with its log and result, or a private result or file',
    scope: 'annotate',
    params: withReader,
    answer: { status: 204, description: 'they may' },
    errors: ['not_found', 'forbidden'],
  }),
  unshareWith: route({
    method: 'DELETE',
    path: '/api/v1/shares/{kind}/{id}/{account}',
    tag: 'accounts',
    summary: 'take that back',
    scope: 'annotate',
    params: withReader,
    answer: { status: 204, description: 'they may no longer' },
    errors: ['not_found', 'forbidden'],
  }),
  listAudit: route({
    method: 'GET',
    path: '/api/v1/audit',
    tag: 'accounts',
    summary: 'who did what, when, from where, newest first',
    scope: 'operate',
    query: z.object({
      subject: z.string().max(100).optional(),
      action: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(50),
      cursor: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, 'must be `next` of the page before')
        .optional(),
    }),
    answer: { status: 200, description: 'a page', schema: pageOf(auditEntry, 'AuditPage') },
  }),
  logIn: route({
    method: 'GET',
    path: '/api/v1/login',
    tag: 'accounts',
    summary: 'log in with a browser, by OpenID Connect',
    scope: 'public',
    query: z.object({ next: z.string().max(2000).default('/').describe('a path here to come back to') }),
    answer: { status: 303, description: 'to the provider' },
    errors: ['not_found', 'unavailable'],
  }),
  finishLogIn: route({
    method: 'GET',
    path: '/api/v1/login/done',
    tag: 'accounts',
    summary: 'where the provider sends people back to',
    scope: 'public',
    answer: { status: 303, description: 'logged in, on to where they wanted' },
    errors: ['not_found', 'unauthenticated', 'unavailable'],
  }),
  logOut: route({
    method: 'POST',
    path: '/api/v1/logout',
    tag: 'accounts',
    summary: 'end the session of this browser',
    scope: 'public',
    answer: {
      status: 200,
      description: 'logged out here',
      schema: z
        .object({ endSession: z.string().optional().describe('where to log out of the provider too') })
        .meta({ id: 'LoggedOut' }),
    },
  }),
};
