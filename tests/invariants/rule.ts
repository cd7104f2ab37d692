/** What a rule is: a sentence about all data, and the rows that break it. */
import type { Charge } from '@usher/stand-ins/card/charge';
import type { Mail } from '@usher/stand-ins/mail/mailbox';
import type { Databases } from './databases.ts';

export interface Looked {
  readonly databases: Databases;
  /** Nothing is under way. */
  readonly quiet: boolean;
  /** The card provider's own books; rules that need them pass without. */
  readonly charges: readonly Charge[] | undefined;
  /** What the mail relay got by now: asked after the database, which may only be behind it. Rules that need it pass without. */
  readonly mails: (() => readonly Mail[]) | undefined;
}

export interface Rule {
  readonly id: string;
  readonly says: string;
  /**
   * `always`: at any moment, in one database. `bounded`: of whatever is older than a bound, so at any moment too.
   * `quiet`: when nothing is under way, since databases have no moment in common.
   */
  readonly when: 'always' | 'bounded' | 'quiet';
  /** The rows that break it. */
  check(looked: Looked): Promise<readonly object[]>;
}

type Columns = Readonly<Record<string, unknown>>;

/** A rule that one statement about one database tells; it gives the rows that break it. */
export function inSql(service: string, text: string): Rule['check'] {
  return ({ databases }) => read(databases, service, text);
}

/** Rows of a service's database. */
export function read<Row extends object = Columns>(
  databases: Databases,
  service: string,
  text: string,
): Promise<Row[]> {
  const on = databases[service];
  if (!on) throw new Error(`there is no database of ${service}`);
  return on<Row>(text);
}

/** Rows by a key; of several under one key, all. */
export function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
