// Everything that can be set on a server, as one schema: the file, the environment variables, the flags, the published
// JSON Schema and the reference page are all read from it, so none of them can say anything else.
import { availableParallelism } from 'node:os';
import { z } from 'zod';

const origin = z.url().transform((text) => new URL(text).origin);

const consul = z
  .strictObject({
    address: z.url().optional().describe('of the agent, http://127.0.0.1:8500; none: the embedded registry alone'),
    token: z.string().optional().meta({ secret: true }).describe('sent as X-Consul-Token'),
    datacenter: z.string().optional().describe('where to look for services; default: that of the agent'),
    prefix: z
      .string()
      .regex(/^[a-z0-9-]*$/)
      .default('')
      .describe('put before the names of services'),
    ttlS: z.number().int().min(5).max(3600).default(30).describe('an instance that is silent for longer is critical'),
    deregisterAfterS: z
      .number()
      .int()
      .min(60)
      .default(3600)
      .describe('an instance that is critical for longer is taken out by the agent'),
  })
  .describe('registration in, and discovery through, an agent of Consul');

const accounts = z
  .strictObject({
    issuer: z.url().optional().describe('of OpenID Connect; none: nobody can log in, tokens alone'),
    clientId: z.string().default('stemma').describe('of this server at the issuer'),
    clientSecret: z.string().optional().meta({ secret: true }).describe('of this server at the issuer'),
    expose: z.boolean().default(false).describe('listen beyond this machine although nobody can log in'),
    requestsPerSecond: z.number().min(0).default(100).describe('of one account or address, on average; 0: no limit'),
    trustedProxies: z.array(z.string()).default([]).describe('addresses whose X-Forwarded-For is believed'),
    allowedHosts: z.array(z.string()).default([]).describe('further names in the Host header'),
    allowedOrigins: z.array(origin).default([]).describe('sites whose pages may ask from a browser'),
  })
  .describe('who may ask, and from where');

const log = z
  .strictObject({
    level: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('least that is written'),
    file: z.string().optional().describe('default: standard error'),
  })
  .describe('one line of JSON for each event');

const limits = z
  .strictObject({
    queue: z.number().int().min(1).default(10_000).describe('jobs that may wait; beyond, 503 with Retry-After'),
    direct: z.number().int().min(1).default(64).describe('requests of the small services that may compute at once'),
    directTimeoutS: z.number().min(1).max(600).default(60).describe('longest computation of a small service'),
    minFreeMebibytes: z.number().int().min(0).default(512).describe('no new work is taken with less room on the disk'),
    graceS: z.number().min(0).max(3600).default(30).describe('how long running work may go on after SIGTERM'),
  })
  .describe('protection of the server');

/** What can be set. */
export const serverSettings = z
  .strictObject({
    $schema: z.string().optional().describe('for editors; not used'),
    host: z.string().min(1).default('127.0.0.1').describe('address to listen on; 0.0.0.0 or :: for all'),
    port: z.number().int().min(0).max(65_535).default(8640).describe('0: any that is free'),
    publicUrl: z.url().optional().describe('how others reach the server, when it stands behind a proxy'),
    store: z.string().min(1).default('.stemma').describe('folder of the store, made when missing'),
    modules: z.array(z.string()).default([]).describe('further pipeline modules: files, folders or packages'),
    workers: z
      .number()
      .int()
      .min(1)
      .max(1024)
      .default(() => availableParallelism())
      .describe('activities at once; default: the number of cores'),
    network: z.boolean().default(true).describe('whether declared data files may be downloaded'),
    limits: limits.prefault({}),
    log: log.prefault({}),
    accounts: accounts.prefault({}),
    consul: consul.prefault({}),
  })
  .describe('Settings of `stemma serve`');

/** Settings, complete. */
export type ServerSettings = z.output<typeof serverSettings>;

/** The JSON Schema of the settings file (draft 2020-12), for editors. */
export function settingsJsonSchema(): Record<string, unknown> {
  return {
    title: 'stemma.server.json',
    ...(z.toJSONSchema(serverSettings, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>),
  };
}
