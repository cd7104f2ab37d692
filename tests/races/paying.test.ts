import { openSale } from '../sale.ts';
import { paying } from './paying.ts';

paying(openSale);
