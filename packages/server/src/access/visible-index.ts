// The index as one caller knows it: what somebody else made privately counts as unknown. Plans are made on it, so that a
// plan does not tell what others have asked for.
import type { ResultIndex } from '@stemma/core';
import type { Identity } from '../http/identity.ts';
import type { Visibility } from './visibility.ts';

/** An index in whose answers to "is this known?" nothing is that the caller may not see. */
export function visibleIndex(index: ResultIndex, visibility: Pick<Visibility, 'hidden'>, by: Identity): ResultIndex {
  const known: ResultIndex['known'] = async (ids) => {
    const found = await index.known(ids);
    for (const id of visibility.hidden(by, 'result', [...found.keys()])) found.delete(id);
    return found;
  };
  return new Proxy(index, {
    get: (target, name) => {
      if (name === 'known') return known;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
