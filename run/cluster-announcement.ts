/** What `npm run cluster` tells the person at the terminal once everything serves. */
import path from 'node:path';
import type { ChildPlan } from './child.ts';

export interface Announced {
  readonly url: string;
  readonly processes: readonly Pick<ChildPlan, 'name' | 'url'>[];
  /** The directory of all logs. */
  readonly logs: string;
  readonly hasMailbox: boolean;
  readonly hasDemo: boolean;
}

/** A line a service with the URLs of its copies, where to look, and how to follow one purchase through all of them. */
export function announcement({ url, processes, logs, hasMailbox, hasDemo }: Announced): string {
  const names = [...new Set(processes.map(({ name }) => name))];
  const width = Math.max(...names.map((name) => name.length), 'Follow a purchase'.length) + 2;
  const line = (title: string, text: string) => `  ${title.padEnd(width)}${text}`;
  const lines = [
    '',
    `  Usher is ready at ${url}`,
    '',
    line('API page', `${url}/api/documentation`),
    ...(hasMailbox ? [line('Mailbox', `${url}/dev/mail`)] : []),
    '',
    ...names.map((name) => line(name, urlsOf(processes, name).join('   '))),
    '',
    line('Logs', path.join(logs, '<service>-<copy>.log')),
    line('Follow a purchase', `grep -h <its hold's id without dashes> ${path.join(logs, '*.log')}`),
    ...(hasDemo
      ? [
          '',
          '  Demo logins, all with the password usher-demo-2026:',
          '    admin@usher.test  organizer@usher.test  operator@usher.test  customer@usher.test',
        ]
      : []),
    '',
    '  Ctrl-C stops everything.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function urlsOf(processes: Announced['processes'], name: string): string[] {
  return processes.filter((each) => each.name === name).map((each) => each.url);
}
