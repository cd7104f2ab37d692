/**
 * Who calls whom and who hears of what, as a picture and a table in ARCHITECTURE.md. Both are drawn from the services'
 * own declarations, which the compiler (`needs`) and the kit (`follows`) hold them to.
 */
import type { Contract } from '@usher/contracts/contract';
import type { ServiceDefinition } from '@usher/kit/service';

const BEGIN = '<!-- drawn by `npm run generate` -->';
const END = '<!-- end of what is drawn -->';

/** The page with everything between its two marks drawn anew. Throws when it has no marks, or when a service follows a fact nobody tells. */
export function drawnInto(page: string, services: readonly ServiceDefinition[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no place for the map: ${BEGIN} and ${END}`);
  const drawn = [BEGIN, picture(services), '', table(services), ''].join('\n');
  return page.slice(0, begin) + drawn + page.slice(end);
}

function picture(services: readonly ServiceDefinition[]): string {
  const calls = services.flatMap(({ contract, needs }) =>
    Object.values(needs).map((need) => `  ${contract.name} --> ${need.name}`),
  );
  const facts = services.flatMap(({ contract, follows }) =>
    Object.entries(follows).map(([producer, names]) => `  ${producer} -. ${names.length} .-> ${contract.name}`),
  );
  return [
    'Solid arrows are calls, dashed ones facts with the number of kinds. (The gateway passes requests on to all.)',
    '```mermaid',
    'flowchart LR',
    ...calls,
    ...facts,
    '```',
  ].join('\n');
}

function table(services: readonly ServiceDefinition[]): string {
  const contracts = new Map<string, Contract>(services.map(({ contract }) => [contract.name, contract]));
  for (const { contract, follows } of services)
    for (const [producer, names] of Object.entries(follows))
      for (const name of names)
        if (contracts.get(producer)?.facts[name] === undefined)
          throw new Error(`${contract.name} follows ${name}, which ${producer} never tells`);
  const rows = services.flatMap(({ contract }) =>
    Object.keys(contract.facts).map((name) => {
      const heard = services.filter(({ follows }) => follows[contract.name]?.includes(name) === true);
      return `| ${contract.name} | \`${name}\` | ${heard.map((service) => service.contract.name).join(', ') || '–'} |`;
    }),
  );
  return ['| tells | fact | taken in by |', '|---|---|---|', ...rows].join('\n');
}
