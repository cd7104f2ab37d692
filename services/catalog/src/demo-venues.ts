/** The demo's houses: from a studio of 40 seats to a stadium of 60,000. */
import type { Currency } from '@usher/contracts/money';
import type { SeatMapGenerator } from '@usher/contracts/seat-map';

export interface DemoVenue {
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly country: string;
  readonly timeZone: string;
  readonly shape: SeatMapGenerator['shape'];
  readonly seats: number;
  readonly currency: Currency;
  /** From best to cheapest; prices in minor units for a usual evening. */
  readonly tiers: readonly { readonly key: string; readonly name: string; readonly amount: number }[];
}

const stageTiers = [
  { key: 'premium', name: 'Premium', amount: 6_900 },
  { key: 'standard', name: 'Standard', amount: 4_500 },
  { key: 'saver', name: 'Saver', amount: 2_400 },
];

const clubTiers = [
  { key: 'front', name: 'Front', amount: 5_200 },
  { key: 'general', name: 'General', amount: 3_400 },
];

const bowlTiers = [
  { key: 'gold', name: 'Gold', amount: 14_900 },
  { key: 'silver', name: 'Silver', amount: 9_900 },
  { key: 'bronze', name: 'Bronze', amount: 6_500 },
  { key: 'view', name: 'Upper view', amount: 3_900 },
];

export const demoVenues = {
  theatre: {
    name: 'Harbour Theatre',
    address: 'Kaistrasse 12',
    city: 'Hamburg',
    country: 'Germany',
    timeZone: 'Europe/Berlin',
    shape: 'theatre',
    seats: 300,
    currency: 'EUR',
    tiers: stageTiers,
  },
  playhouse: {
    name: 'Alder Playhouse',
    address: '214 Alder Street',
    city: 'New York',
    country: 'United States',
    timeZone: 'America/New_York',
    shape: 'theatre',
    seats: 320,
    currency: 'USD',
    tiers: stageTiers,
  },
  studio: {
    name: 'Attic Studio',
    address: 'Rua da Bica 40',
    city: 'Lisbon',
    country: 'Portugal',
    timeZone: 'Europe/Lisbon',
    shape: 'theatre',
    seats: 40,
    currency: 'EUR',
    tiers: [{ key: 'seat', name: 'Any seat', amount: 1_800 }],
  },
  club: {
    name: 'The Foundry',
    address: '8 Mill Lane',
    city: 'Manchester',
    country: 'United Kingdom',
    timeZone: 'Europe/London',
    shape: 'club',
    seats: 2_000,
    currency: 'GBP',
    tiers: clubTiers,
  },
  cellar: {
    name: 'Kiln',
    address: 'Ziegelhof 3',
    city: 'Berlin',
    country: 'Germany',
    timeZone: 'Europe/Berlin',
    shape: 'club',
    seats: 400,
    currency: 'EUR',
    tiers: clubTiers,
  },
  arena: {
    name: 'Polar Arena',
    address: 'Fjordveien 1',
    city: 'Oslo',
    country: 'Norway',
    timeZone: 'Europe/Oslo',
    shape: 'arena',
    seats: 18_000,
    currency: 'NOK',
    tiers: bowlTiers.map((tier) => ({ ...tier, amount: tier.amount * 10 })),
  },
  stadium: {
    name: 'Estadio del Río',
    address: 'Paseo del Río 100',
    city: 'Madrid',
    country: 'Spain',
    timeZone: 'Europe/Madrid',
    shape: 'stadium',
    seats: 60_000,
    currency: 'EUR',
    tiers: bowlTiers,
  },
} as const satisfies Record<string, DemoVenue>;

/** The house of the organization beside, so that there is a wall to look at. */
export const neighbourVenue: DemoVenue = {
  name: 'Corner Stage',
  address: 'Lange Gasse 5',
  city: 'Vienna',
  country: 'Austria',
  timeZone: 'Europe/Vienna',
  shape: 'theatre',
  seats: 60,
  currency: 'EUR',
  tiers: [{ key: 'seat', name: 'Any seat', amount: 1_500 }],
};
