/** The shapes a seat map can be drawn in, in words, with what is usual for each. */
import type { SeatMapGenerator } from '@usher/contracts/seat-map';

export type Shape = SeatMapGenerator['shape'];

export interface HouseShape {
  readonly label: string;
  readonly detail: string;
  readonly seats: string;
  readonly tiers: string;
}

export const houseShapes: Readonly<Record<Shape, HouseShape>> = {
  theatre: {
    label: 'Theatre',
    detail: 'Curved rows before a stage; stalls, and a circle and boxes from 150 seats',
    seats: '300',
    tiers: 'Premium, Standard, Saver',
  },
  club: {
    label: 'Club',
    detail: 'Standing areas before a stage, no numbered seats',
    seats: '2000',
    tiers: 'Front, General',
  },
  arena: {
    label: 'Arena',
    detail: 'Rings of seats around a standing floor, with a stage at one end',
    seats: '18000',
    tiers: 'Gold, Silver, Bronze, Upper view',
  },
  stadium: {
    label: 'Stadium',
    detail: 'Seats in several rings all around a pitch',
    seats: '60000',
    tiers: 'Gold, Silver, Bronze, Upper view',
  },
};

export const shapeNames = Object.keys(houseShapes) as Shape[];
export const isShape = (text: string): text is Shape => Object.hasOwn(houseShapes, text);
