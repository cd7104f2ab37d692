/** An event's picture, always 16:9, so that nothing moves when it arrives. */
import { clsx } from 'clsx';
import { CategoryIcon } from './category-icon.tsx';
import { SeatRows } from './seat-rows.tsx';

interface EventImageProps {
  readonly event: { readonly imageUrl: string | null; readonly category: string };
  /** In sight at once: loaded before anything else. All others wait until they are near. */
  readonly eager?: boolean | undefined;
  readonly className?: string | undefined;
}

/** Decoration beside the event's name. Without a picture: seats around a stage, and the category's sign. */
export function EventImage({ event, eager = false, className }: EventImageProps) {
  if (event.imageUrl === null) return <DrawnImage category={event.category} className={className} />;
  return (
    <img
      src={event.imageUrl}
      alt=""
      width={1200}
      height={675}
      decoding="async"
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : 'auto'}
      className={clsx('aspect-video w-full bg-sunken object-cover', className)}
    />
  );
}

function DrawnImage({ category, className }: { category: string; className: string | undefined }) {
  return (
    <div className={clsx('relative aspect-video w-full overflow-hidden bg-brand-soft', className)}>
      <SeatRows rows={10} className="absolute inset-x-0 top-0 w-full" />
      <span className="absolute inset-0 m-auto flex aspect-square h-2/5 max-h-24 items-center justify-center rounded-full bg-surface text-brand shadow-1">
        <CategoryIcon category={category} size="48%" />
      </span>
    </div>
  );
}
