/** What is on in the demo: 30 events. Days count from the day the demo is laid out. */
import type { demoVenues } from './demo-venues.ts';

export interface DemoEvent {
  readonly name: string;
  readonly category: string;
  readonly venue: keyof typeof demoVenues;
  /** Whole days from now; negative is past. */
  readonly inDays: number;
  readonly at: string;
  readonly about: string;
  /** Prices of the house times this. */
  readonly priceFactor?: number;
  /** Sales open so many days from now; they are open already when absent. */
  readonly salesOpenInDays?: number;
  readonly waitingRoom?: 'auto' | 'on';
}

/** The event that the seeding sells out, in the smallest house. */
export const SOLD_OUT_NAME = 'Forty Chairs and a Piano';

export const demoProgramme: readonly DemoEvent[] = [
  { name: 'Northern Lights Live', category: 'concert', venue: 'stadium', inDays: 75, at: '20:30', about: 'Four hours, three stages and the largest light rig the stadium has ever carried.' },
  { name: 'City Derby Final', category: 'sports', venue: 'stadium', inDays: 48, at: '18:00', priceFactor: 0.6, about: 'Two halves of one city, ninety minutes and one cup.' },
  { name: 'Ice Kings: Opening Night', category: 'sports', venue: 'arena', inDays: 12, at: '19:00', priceFactor: 0.5, about: 'The season begins on fresh ice. Doors open two hours before the face-off.' },
  { name: 'Synth Cathedral', category: 'concert', venue: 'arena', inDays: 33, at: '20:00', about: 'Ninety minutes of analogue thunder in the round.' },
  { name: 'Midnight Sun Tour', category: 'concert', venue: 'arena', inDays: 96, at: '20:00', salesOpenInDays: 6, about: 'The long-awaited return. Tickets go on sale next week; set an alarm.' },
  { name: 'Brass and Sweat', category: 'concert', venue: 'club', inDays: 9, at: '21:00', about: 'Eleven horns, one drummer, no chairs on the floor.' },
  { name: 'Warehouse Frequencies', category: 'concert', venue: 'club', inDays: 16, at: '22:00', about: 'Six hours of techno from people who build their own machines.' },
  { name: 'The Paper Kites Assembly', category: 'concert', venue: 'club', inDays: 27, at: '20:00', about: 'Quiet songs for a loud room. Bring somebody you like.' },
  { name: 'Neon Youth: Secret Show', category: 'concert', venue: 'club', inDays: 20, at: '21:00', waitingRoom: 'on', about: 'A stadium band plays a club, once. A waiting room keeps the queue fair.' },
  { name: 'The Tempest', category: 'theatre', venue: 'theatre', inDays: 5, at: '19:30', about: 'An island, a storm and an old man with a book, in a harbour where ships still pass.' },
  { name: 'The Cherry Orchard', category: 'theatre', venue: 'theatre', inDays: 13, at: '19:30', about: 'Everybody knows the axe is coming. Nobody leaves the room.' },
  { name: 'Letters to the Sea', category: 'theatre', venue: 'theatre', inDays: 22, at: '20:00', about: 'A lighthouse keeper answers letters that were never meant for him.' },
  { name: 'Swan Lake, Reduced', category: 'dance', venue: 'theatre', inDays: 30, at: '19:00', about: 'Eight dancers, one lake, and all of the feathers.' },
  { name: 'Laughing in Low German', category: 'comedy', venue: 'theatre', inDays: 41, at: '20:00', about: 'You will understand more of it than you think.' },
  { name: 'The Wizard under the Stairs', category: 'family', venue: 'theatre', inDays: 18, at: '15:00', priceFactor: 0.5, about: 'For everybody over five who has ever looked under the stairs.' },
  { name: 'An Evening of Bach Cantatas', category: 'classical', venue: 'theatre', inDays: 58, at: '19:30', about: 'Four cantatas on period instruments, with an introduction at seven.' },
  { name: 'Death of a Salesman', category: 'theatre', venue: 'playhouse', inDays: 8, at: '19:30', about: 'Attention must be paid. A new production with the original music.' },
  { name: 'Twelve Angry Jurors', category: 'theatre', venue: 'playhouse', inDays: 24, at: '19:30', about: 'One room, one knife, one hot afternoon.' },
  { name: 'Stand-up Marathon', category: 'comedy', venue: 'playhouse', inDays: 36, at: '20:00', about: 'Ten comedians, ten minutes each, one very strict clock.' },
  { name: 'Rhapsody for Two Pianos', category: 'classical', venue: 'playhouse', inDays: 52, at: '20:00', about: 'Gershwin, Ravel and a great deal of eye contact.' },
  { name: 'Avenue of Tomorrow', category: 'musical', venue: 'playhouse', inDays: 66, at: '19:30', priceFactor: 1.6, waitingRoom: 'auto', about: 'The musical about the people who painted the future on billboards.' },
  { name: SOLD_OUT_NAME, category: 'classical', venue: 'studio', inDays: 7, at: '21:00', about: 'The smallest concert in town. It always sells out.' },
  { name: 'Fado at the Window', category: 'concert', venue: 'studio', inDays: 15, at: '21:30', about: 'Two guitars, one voice, and the window open to the street.' },
  { name: 'Poetry for Insomniacs', category: 'talk', venue: 'studio', inDays: 29, at: '22:00', about: 'Read slowly, in four languages, with the lights down.' },
  { name: 'Modular Mondays', category: 'concert', venue: 'cellar', inDays: 10, at: '20:00', about: 'Patch cables, beginners welcome, earplugs at the bar.' },
  { name: 'Slam in the Kiln', category: 'talk', venue: 'cellar', inDays: 19, at: '20:00', priceFactor: 0.4, about: 'Eight poets, five minutes, and the audience decides.' },
  { name: 'Charity Gala 2,000 Candles', category: 'festival', venue: 'cellar', inDays: 110, at: '18:30', salesOpenInDays: 14, about: 'Dinner, music and an auction for the city shelters.' },
  { name: 'Spring Revue', category: 'musical', venue: 'theatre', inDays: 125, at: '19:30', salesOpenInDays: 21, about: 'Last year in two hours, with songs.' },
  { name: 'Winter Warm-up', category: 'concert', venue: 'cellar', inDays: -30, at: '20:00', about: 'It was warm. It is over.' },
  { name: 'Hamlet', category: 'theatre', venue: 'theatre', inDays: -34, at: '19:30', about: 'Four hours, one skull. The last performance of the run.' },
];
