// Named services with their instances and checks: what an operator looks at, and what consumers ask before they trust.
import { z } from 'zod';
import { moment } from './common.ts';

/** What a check, an instance or a service can be; `unknown` for a service without instances. */
export const checkStatus = z.enum(['passing', 'warning', 'critical']).meta({ id: 'CheckStatus' });

/** The status of a whole service. */
export const serviceStatus = z
  .enum(['passing', 'warning', 'critical', 'unknown'])
  .meta({ id: 'ServiceStatus', description: 'that of its best instance; `unknown` without instances' });

/** The names of services, instances and checks. */
export const serviceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'must be small letters, digits, dots and hyphens, at most 100');

/** One check of one instance. */
export const serviceCheck = z
  .object({
    id: serviceName,
    name: z.string(),
    kind: z.enum(['http', 'ttl', 'function']),
    status: checkStatus,
    output: z.string().describe('what the check said'),
    changed: moment.describe('when it came into this status'),
    checked: moment.optional().describe('when it was last looked at'),
  })
  .meta({ id: 'ServiceCheck' });

/** One instance of a service. */
export const serviceInstance = z
  .object({
    id: serviceName,
    node: z.string(),
    address: z.string().optional(),
    version: z.string().optional(),
    tags: z.array(z.string()),
    origin: z.enum(['embedded', 'consul']).describe('which registry knows it'),
    status: checkStatus.describe('the worst of its checks'),
    registered: moment,
    checks: z.array(serviceCheck),
  })
  .meta({ id: 'ServiceInstance' });

const counts = {
  instanceCount: z.number().int(),
  healthyCount: z.number().int().describe('instances, not checks, that are passing'),
};

/** A service in a list. */
export const serviceSummary = z
  .object({
    name: serviceName,
    title: z.string(),
    description: z.string(),
    status: serviceStatus,
    tags: z.array(z.string()),
    versions: z.array(z.string()),
    ...counts,
    usedBy: z.number().int().describe('analyses that depend on it'),
    changed: moment.optional().describe('when its status last changed'),
    history: z
      .array(serviceStatus)
      .describe('the last 24 hours, oldest first, the worst status of each quarter of an hour'),
  })
  .meta({ id: 'ServiceSummary' });

/** Where a service can be asked over HTTP. */
const serviceRoute = z.object({ path: z.string(), summary: z.string() });

/** A service with everything that is known of it. */
export const serviceDetail = serviceSummary
  .extend({
    instances: z.array(serviceInstance),
    analyses: z.array(z.string()).describe('that answer for it'),
    dependants: z.array(z.string()).describe('analyses that are made from those'),
    routes: z.array(serviceRoute),
  })
  .meta({ id: 'ServiceDetail' });

/** What somebody registers. */
export const registration = z
  .object({
    node: z.string().max(200),
    address: z.string().max(500).optional(),
    version: z.string().max(100).optional(),
    tags: z.array(z.string().max(100)).max(50).default([]),
    ttlS: z
      .number()
      .min(1)
      .max(86_400)
      .default(30)
      .describe('the instance is critical when it says nothing for longer'),
    deregisterAfterS: z.number().min(1).max(604_800).default(3600).describe('forgotten when critical for longer'),
  })
  .meta({ id: 'ServiceRegistration' });

/** What an instance says about itself. */
export const sign = z
  .object({ status: checkStatus.default('passing'), output: z.string().max(4000).default('') })
  .meta({ id: 'ServiceSign' });

/** A service in a list, as clients read it. */
export type ServiceSummary = z.output<typeof serviceSummary>;
/** A service, as clients read it. */
export type ServiceDetail = z.output<typeof serviceDetail>;
/** An instance, as clients read it. */
export type ServiceInstance = z.output<typeof serviceInstance>;
/** The status of a check or an instance. */
export type CheckStatus = z.output<typeof checkStatus>;
/** The status of a service. */
export type ServiceStatus = z.output<typeof serviceStatus>;
