/** What a service's trouble means for the people who buy, and what helps. */
import type { Data } from '../api/ask.ts';
import type { StateWords } from '../words/states.ts';

export type ServiceHealth = Data<'getHealth'>['services'][number];

export const serviceStates: Readonly<Record<ServiceHealth['state'], StateWords>> = {
  working: { label: 'Working', tone: 'success' },
  slow: { label: 'Slow', tone: 'warning' },
  stopped: { label: 'Stopped', tone: 'danger' },
};

interface ServiceWords {
  readonly title: string;
  readonly stopped: string;
  readonly slow: string;
}

/** A service's name for people, and what buyers notice; nothing is claimed of a service this page does not know. */
export function serviceWords(name: string): ServiceWords {
  return (
    services[name] ?? {
      title: name.charAt(0).toUpperCase() + name.slice(1),
      stopped: 'Whatever needs this service waits.',
      slow: 'Whatever needs this service takes longer.',
    }
  );
}

/** What is not as it should be comes first, and of that what began last; what works keeps its place. */
export function brokenFirst(list: readonly ServiceHealth[]): ServiceHealth[] {
  return list.toSorted(
    (one, other) => rank(one) - rank(other) || (rank(one) < WORKING ? other.since.localeCompare(one.since) : 0),
  );
}

/** Whether a person should look, although it works. */
export const hasLeftovers = ({ failedWork, parkedFacts }: ServiceHealth): boolean =>
  (failedWork ?? 0) + (parkedFacts ?? 0) > 0;

/** What an admin can do about it; undefined when nothing needs doing. */
export function remedyFor(service: ServiceHealth): string | undefined {
  if (service.state === 'stopped')
    return 'Check that its database runs and can be reached. The service goes on by itself once it answers.';
  if (service.state === 'slow')
    return 'A rush passes by itself. If it stays, look at the load of the machine and of its database.';
  if (hasLeftovers(service))
    return 'Mend the cause named below. What was put aside is kept, and can be taken in again afterwards.';
  return undefined;
}

const WORKING = 3;

function rank(service: ServiceHealth): number {
  if (service.state === 'stopped') return 0;
  if (service.state === 'slow') return 1;
  return hasLeftovers(service) ? 2 : WORKING;
}

const services: Readonly<Record<string, ServiceWords>> = {
  accounts: {
    title: 'Accounts',
    stopped: 'Nobody can log in or register, and no new guest can start to buy.',
    slow: 'Logging in takes longer.',
  },
  catalog: {
    title: 'Catalog',
    stopped: 'Event pages and search may not open, and organizers can’t edit.',
    slow: 'Event pages and search take longer to open.',
  },
  seats: {
    title: 'Seats',
    stopped: 'Nobody can hold seats. Seats that are held stay held until their time is up.',
    slow: 'Holding seats takes longer, and the map is a little behind.',
  },
  orders: {
    title: 'Orders',
    stopped: 'Nobody can check out. Orders that are being paid go on when it is back.',
    slow: 'Checking out takes longer.',
  },
  payments: {
    title: 'Payments',
    stopped: 'Nobody can pay. Payments under way are settled when it is back.',
    slow: 'Paying takes longer to be confirmed.',
  },
  tickets: {
    title: 'Tickets',
    stopped: 'Paid orders wait for their tickets, and doors can’t check codes.',
    slow: 'Tickets come later than usual, and doors wait longer for each code.',
  },
  'waiting-room': {
    title: 'Waiting room',
    stopped: 'Nobody new is let in to events with a waiting room. Places are kept, and passes go on to work.',
    slow: 'Places in line are told a little late.',
  },
  notifications: {
    title: 'Mail',
    stopped: 'Mail waits and is sent when it is back.',
    slow: 'Mail comes later than usual.',
  },
};
