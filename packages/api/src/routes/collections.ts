// Tags, notes and collections: what people say of results, none of which counts in any identity.
import { z } from 'zod';
import { route } from '../route.ts';
import { collection, member, note, someResults, tagCount, word } from '../schemas/annotation.ts';
import { digestPrefix, pageOf, paging } from '../schemas/common.ts';

const tag = 'collections';
const ofResult = z.object({ id: digestPrefix });
const ofName = z.object({ name: word });
const noContent = { status: 204, description: 'done' } as const;
const errors = ['invalid_request', 'not_found'] as const;

export const collectionRoutes = {
  listTags: route({
    method: 'GET',
    path: '/api/v1/tags',
    tag,
    summary: 'all tags, by name; `tag:NAME` of a search finds what has one',
    scope: 'read',
    query: z.object(paging),
    answer: { status: 200, description: 'a page', schema: pageOf(tagCount, 'TagPage') },
  }),
  tagResults: route({
    method: 'POST',
    path: '/api/v1/tags/{name}/results',
    tag,
    summary: 'put a tag on results; all of them or, when one is unknown, none',
    scope: 'annotate',
    params: ofName,
    body: someResults,
    answer: noContent,
    errors,
  }),
  untagResult: route({
    method: 'DELETE',
    path: '/api/v1/tags/{name}/results/{id}',
    tag,
    summary: 'take a tag off a result',
    scope: 'annotate',
    params: z.object({ name: word, id: digestPrefix }),
    answer: noContent,
    errors,
  }),
  listNotes: route({
    method: 'GET',
    path: '/api/v1/results/{id}/notes',
    tag,
    summary: 'notes on a result, oldest first',
    scope: 'read',
    params: ofResult,
    query: z.object(paging),
    answer: { status: 200, description: 'a page', schema: pageOf(note, 'NotePage') },
    errors,
  }),
  addNote: route({
    method: 'POST',
    path: '/api/v1/results/{id}/notes',
    tag,
    summary: 'add a note; notes are never changed',
    scope: 'annotate',
    params: ofResult,
    body: z.object({ text: z.string().min(1).max(10_000) }).meta({ id: 'NewNote' }),
    answer: noContent,
    errors,
  }),
  listCollections: route({
    method: 'GET',
    path: '/api/v1/collections',
    tag,
    summary: 'named sets of results, by name',
    scope: 'read',
    query: z.object(paging),
    answer: { status: 200, description: 'a page', schema: pageOf(collection, 'CollectionPage') },
  }),
  describeCollection: route({
    method: 'PUT',
    path: '/api/v1/collections/{name}',
    tag,
    summary: 'make a collection, or say what it is about',
    scope: 'annotate',
    params: ofName,
    body: z.object({ description: z.string().max(10_000) }).meta({ id: 'CollectionText' }),
    answer: noContent,
    errors: ['invalid_request'],
  }),
  listMembers: route({
    method: 'GET',
    path: '/api/v1/collections/{name}/results',
    tag,
    summary: 'members of a collection in the order in which they came',
    scope: 'read',
    params: ofName,
    query: z.object(paging),
    answer: { status: 200, description: 'a page', schema: pageOf(member, 'MemberPage') },
    errors,
  }),
  collectResults: route({
    method: 'POST',
    path: '/api/v1/collections/{name}/results',
    tag,
    summary: 'add results to a collection, which is made when it is missing',
    scope: 'annotate',
    params: ofName,
    body: someResults,
    answer: noContent,
    errors,
  }),
  uncollectResult: route({
    method: 'DELETE',
    path: '/api/v1/collections/{name}/results/{id}',
    tag,
    summary: 'take a result out of a collection',
    scope: 'annotate',
    params: z.object({ name: word, id: digestPrefix }),
    answer: noContent,
    errors,
  }),
};
