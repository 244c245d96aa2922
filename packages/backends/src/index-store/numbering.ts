// Numbers for things in the order in which they are met: how graphs get small integers for names and digests.

/** Things with their numbers. */
export interface Numbering<T> {
  /** By number. */
  readonly items: T[];
  /** The number of a thing, a new one when it was not met before. */
  of(item: T): number;
}

/** An empty numbering; equality is that of a `Map`. */
export function numbering<T>(): Numbering<T> {
  const numbers = new Map<T, number>();
  const items: T[] = [];
  return {
    items,
    of: (item) => {
      let number = numbers.get(item);
      if (number === undefined) {
        numbers.set(item, (number = items.length));
        items.push(item);
      }
      return number;
    },
  };
}
