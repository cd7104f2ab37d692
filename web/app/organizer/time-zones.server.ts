/** The time zones one can choose, by region. */
import type { ZoneGroup } from './venue-fields.tsx';

/** All zones of the IANA database that this server knows; `known` is listed even if it is an old name. */
export function timeZones(known?: string): ZoneGroup[] {
  const ids = new Set(Intl.supportedValuesOf('timeZone'));
  if (known !== undefined) ids.add(known);
  const byRegion = new Map<string, { id: string; name: string }[]>();
  for (const id of [...ids].sort()) {
    const [region = id, ...place] = id.split('/');
    const name = (place.length === 0 ? region : place.join(' · ')).replaceAll('_', ' ');
    const group = place.length === 0 ? 'Other' : region;
    byRegion.set(group, [...(byRegion.get(group) ?? []), { id, name }]);
  }
  return [...byRegion].map(([region, zones]) => ({ region, zones })).sort(otherLast);
}

const otherLast = (a: ZoneGroup, b: ZoneGroup): number => Number(a.region === 'Other') - Number(b.region === 'Other');
