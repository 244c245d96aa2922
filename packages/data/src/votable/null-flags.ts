/** Flags of null cells, allocated only when there is one. */

/** Grows row by row. */
export class NullFlags {
  #flags: Uint8Array | undefined;
  #any = false;

  /** Marks a row. */
  mark(row: number): void {
    this.#any = true;
    if (this.#flags === undefined || this.#flags.length <= row) {
      const grown = new Uint8Array(Math.max(64, 2 * (row + 1)));
      if (this.#flags !== undefined) grown.set(this.#flags);
      this.#flags = grown;
    }
    this.#flags[row] = 1;
  }

  /** `{ nulls }` for so many rows, or nothing when none was marked. */
  finish(rows: number): { nulls?: Uint8Array } {
    if (!this.#any) return {};
    const nulls = new Uint8Array(rows);
    nulls.set(this.#flags!.subarray(0, rows));
    return { nulls };
  }
}
