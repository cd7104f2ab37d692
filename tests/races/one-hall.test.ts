import { openSale } from '../sale.ts';
import { oneHall } from './one-hall.ts';

oneHall(openSale);
