// What a check of the repository is: a name to ask for it by, and a way to find problems.

/** One check of `npm run check`. */
export interface Check {
  /** The name to run it alone: `npm run check -- NAME`. */
  readonly name: string;
  /** What holds when nothing is found, for its line of output. */
  readonly title: string;
  /** Looks at the repository at `root`. */
  run(root: string): Promise<Finding>;
}

/** What a check has found. */
export interface Finding {
  /** What is wrong, one entry each; empty when all is well. */
  readonly problems: readonly string[];
  /** Figures to show in any case. */
  readonly figures?: readonly string[];
}
