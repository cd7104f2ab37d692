/** What every form about found seats sends unseen. */
import { formValue, type FindWish } from './find-wish.ts';
import type { SeatsEvent } from './seats-loader.server.ts';
import type { Finding } from './use-finding.ts';

interface FindFieldsProps {
  readonly finding: Finding;
  readonly event: SeatsEvent;
  readonly search: string;
  readonly intent?: 'find' | 'letGo' | undefined;
  /** A wish of its own, where the form has no fields for it. */
  readonly wish?: FindWish | undefined;
}

/** Found seats that are to give way to others are named, and so is everything offered before. */
export function FindFields({ finding, event, search, intent = 'find', wish }: FindFieldsProps) {
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['intent', intent],
    ['eventId', event.id],
    ['attempt', String(finding.attempt)],
    ['search', search],
    ...(finding.replaces === undefined ? [] : [['replaces', finding.replaces] as const]),
    ...(finding.found?.offers ?? []).map((offer) => ['offer', formValue(offer)] as const),
    // Only the answer that found the seats says how they lie.
    ['arrangement', finding.found?.hold.arrangement ?? ''],
    ...(wish === undefined
      ? []
      : ([
          ['quantity', String(wish.quantity)],
          ['tiers', formValue(wish.tiers)],
          ['accessible', wish.accessible ? 'yes' : ''],
        ] as const)),
  ];
  return fields.map(([name, value]) => <input key={`${name} ${value}`} type="hidden" name={name} value={value} />);
}
