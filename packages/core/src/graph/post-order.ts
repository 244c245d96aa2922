// Walking a graph without recursion: scientific pipelines can be deeper than any call stack.

/**
 * Visits everything reachable from the roots, children before parents, each node once. Linear in nodes and edges; its
 * stack is as long as the deepest path, on the heap.
 * @param childrenOf the direct children; asked once for each node.
 * @throws whatever `visit` throws; a cycle would never end and must be excluded by construction.
 */
export function postOrder<N>(roots: Iterable<N>, childrenOf: (node: N) => Iterable<N>, visit: (node: N) => void): void {
  const done = new Set<N>();
  for (const root of roots) {
    if (done.has(root)) continue;
    done.add(root);
    const stack = [{ node: root, children: childrenOf(root)[Symbol.iterator]() }];
    while (stack.length > 0) {
      const frame = stack.at(-1)!;
      const next = frame.children.next();
      if (next.done) {
        stack.pop();
        visit(frame.node);
      } else if (!done.has(next.value)) {
        done.add(next.value);
        stack.push({ node: next.value, children: childrenOf(next.value)[Symbol.iterator]() });
      }
    }
  }
}
