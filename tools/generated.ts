/** Committed files that a program makes. `npm run generate` writes them; `npm run check` refuses one that is out of date. */

export interface Generated {
  /** Where it lies, from the root of the repository. */
  readonly file: string;
  /** Its whole text, the same on every machine: no time, no path, no random order. */
  readonly make: () => string | Promise<string>;
}

export const generated: readonly Generated[] = [];
