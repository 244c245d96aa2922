// Many small disk questions at once without opening thousands of files or promises at a time.

/**
 * Calls `work` for every item with at most `limit` calls running, and gives the answers in the order of the items.
 * The first failure rejects; calls that run already are finished but no new ones begin.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length) {
      const index = next++;
      try {
        answers[index] = await work(items[index]!);
      } catch (thrown) {
        next = items.length;
        throw thrown;
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return answers;
}
