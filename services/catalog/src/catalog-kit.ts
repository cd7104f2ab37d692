/** What every verb of the catalog gets. */
import type { catalog } from '@usher/contracts/catalog';
import type { Kit } from '@usher/kit/service';
import type { config } from './config.ts';

export const needs = {};
export type CatalogKit = Kit<typeof catalog, typeof needs, typeof config>;
