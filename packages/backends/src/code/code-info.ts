// What is known of the code behind an analysis, in whatever language.

/** What the code of an analysis is: the digest, and the files and packages behind it. */
export interface CodeInfo {
  /** sha256 over the sorted digests of the files and the sorted packages: the same wherever the checkout lies. */
  readonly digest: string;
  /** File URLs with their digests; empty for analyses that were declared without a file. */
  readonly files: readonly { readonly url: string; readonly digest: string }[];
  /** Installed packages as `name@version`. */
  readonly packages: readonly string[];
}
