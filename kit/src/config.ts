/**
 * From the environment to a typed configuration. A service's `config.ts` declares its variables
 * once, each with a zod schema, a default and one sentence; the kit reads them, names the variable
 * in every complaint, and generates `.env.example` from the same table.
 */
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Variable<T extends z.ZodType = z.ZodType> {
  readonly schema: T;
  readonly about: string;
  /** Shown in `.env.example` instead of the default; for what has none. */
  readonly example?: string;
}

export type Variables = Readonly<Record<string, Variable>>;
export type ConfigOf<V extends Variables> = { readonly [K in keyof V]: z.output<V[K]['schema']> };

/** Declares one variable. */
export function variable<T extends z.ZodType>(schema: T, about: string, example?: string): Variable<T> {
  return example === undefined ? { schema, about } : { schema, about, example };
}

/** A whole number within bounds, with its default. */
export const wholeNumber = (min: number, max: number, fallback: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/**
 * Reads every variable of the table. An empty string counts as absent.
 * Throws one error naming each variable that is missing or wrong.
 */
export function readConfig<V extends Variables>(variables: V, env: Environment): ConfigOf<V> {
  const faults: string[] = [];
  const entries = Object.entries(variables).map(([name, { schema, about }]) => {
    const raw = env[name];
    const parsed = schema.safeParse(raw === '' ? undefined : raw);
    if (!parsed.success)
      faults.push(`${name} (${about}): ${parsed.error.issues.map((issue) => issue.message).join(', ')}`);
    return [name, parsed.data] as const;
  });
  if (faults.length > 0) throw new Error(`The configuration is not valid:\n  ${faults.join('\n  ')}`);
  return Object.fromEntries(entries) as ConfigOf<V>;
}

/** The text of a `.env.example`: each variable with its sentence and default, commented out. */
export function envExample(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, { schema, about, example }]) => {
      const fallback = schema.safeParse(undefined);
      const shown = example ?? (fallback.success && fallback.data !== undefined ? textOf(fallback.data) : '');
      return `# ${about}\n#${name}=${shown}\n`;
    })
    .join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
