/** Parts of the venue's seat map that no row of the form prices, and one press to price them. */
import type { ComponentProps } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { formatList } from '../words/format.ts';
import type { TierValues } from './event-form.ts';

interface UnpricedNoticeProps {
  /** A row for each such part. */
  readonly rows: readonly TierValues[];
  /** What makes a button add them to the form. */
  readonly addProps: (rows: readonly TierValues[]) => Pick<ComponentProps<'button'>, 'name' | 'value' | 'form'>;
}

/** Nothing, where every part has its row. */
export function UnpricedNotice({ rows, addProps }: UnpricedNoticeProps) {
  if (rows.length === 0) return null;
  return (
    <Notice
      role="status"
      tone="warning"
      title={`Parts of the seat map have no price: ${formatList(rows.map(({ name }) => name))}`}
      action={
        <Button {...addProps(rows)} type="submit" size="small">
          {rows.length === 1 ? 'Add this price' : 'Add these prices'}
        </Button>
      }
    >
      The event can be published once every part has one.
    </Notice>
  );
}
