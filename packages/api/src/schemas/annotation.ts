// What people say of results afterwards: tags, notes, collections.
import { z } from 'zod';
import { digest, digestPrefix, moment } from './common.ts';

/** A word of at most 100 characters. */
export const word = z.string().min(1).max(100).meta({ id: 'Word' });

/** A tag and how many results have it. */
export const tagCount = z.object({ name: z.string(), size: z.number().int() }).meta({ id: 'TagCount' });

/** Results by id. */
export const someResults = z.object({ ids: z.array(digestPrefix).min(1).max(1000) }).meta({ id: 'SomeResults' });

/** A note. */
export const note = z.object({ text: z.string(), agent: z.string(), time: moment }).meta({ id: 'Note' });

/** A named set of results. */
export const collection = z
  .object({
    name: z.string(),
    description: z.string(),
    agent: z.string(),
    created: moment,
    size: z.number().int(),
  })
  .meta({ id: 'Collection' });

/** A member of a collection. */
export const member = z.object({ id: digest, name: z.string(), href: z.string() }).meta({ id: 'Member' });
