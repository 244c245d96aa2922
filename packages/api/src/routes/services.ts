// Services and their health, as the Consul page of a data centre shows them.
import { z } from 'zod';
import { route } from '../route.ts';
import { pageOf } from '../schemas/common.ts';
import {
  registration,
  serviceDetail,
  serviceInstance,
  serviceName,
  serviceStatus,
  serviceSummary,
  sign,
} from '../schemas/service.ts';

const ofService = z.object({ name: serviceName });
const ofInstance = z.object({ name: serviceName, instance: serviceName });

export const serviceRoutes = {
  listServices: route({
    method: 'GET',
    path: '/api/v1/services',
    tag: 'services',
    summary: 'the services with their health, instances counted as instances',
    scope: 'public',
    query: z.object({
      status: serviceStatus.optional(),
      tag: z.string().max(100).optional(),
      q: z.string().max(200).optional().describe('what name or title contain'),
    }),
    answer: { status: 200, description: 'by name', schema: pageOf(serviceSummary, 'ServicePage') },
  }),
  getService: route({
    method: 'GET',
    path: '/api/v1/services/{name}',
    tag: 'services',
    summary: 'a service: instances, checks with output and last transition, who depends on it, its last 24 hours',
    scope: 'public',
    params: ofService,
    answer: { status: 200, description: 'the service', schema: serviceDetail },
    errors: ['not_found'],
  }),
  followServices: route({
    method: 'GET',
    path: '/api/v1/service-events',
    tag: 'services',
    summary: 'transitions of services, as server-sent events; `Last-Event-ID` resumes',
    scope: 'public',
    answer: { status: 200, description: 'the stream', media: ['text/event-stream'] },
  }),
  registerInstance: route({
    method: 'PUT',
    path: '/api/v1/services/{name}/instances/{instance}',
    tag: 'services',
    summary: 'register an instance that will say by itself how it is',
    description:
      'Only checks by signs of life can be registered over HTTP: checks that fetch an address are configured on the server, so that nobody can make it fetch addresses of their choice.',
    scope: 'operate',
    params: ofInstance,
    body: registration,
    answer: { status: 200, description: 'the instance', schema: serviceInstance },
    errors: ['conflict', 'too_large'],
  }),
  signInstance: route({
    method: 'PUT',
    path: '/api/v1/services/{name}/instances/{instance}/status',
    tag: 'services',
    summary: 'a sign of life of an instance',
    scope: 'operate',
    params: ofInstance,
    body: sign,
    answer: { status: 200, description: 'the instance', schema: serviceInstance },
    errors: ['not_found'],
  }),
  deregisterInstance: route({
    method: 'DELETE',
    path: '/api/v1/services/{name}/instances/{instance}',
    tag: 'services',
    summary: 'take an instance out of its service',
    scope: 'operate',
    params: ofInstance,
    answer: { status: 204, description: 'it is out' },
    errors: ['not_found', 'conflict'],
  }),
};
