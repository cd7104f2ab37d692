/** The size of what is coming, so that nothing jumps when it does. */
import { clsx } from 'clsx';

/** A grey block; its size comes from its class. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse rounded-field bg-line', className)} />;
}

/** Several lines of text to come, with the words for who cannot see them. */
export function SkeletonText({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div className="grid gap-2">
      <p role="status" className="sr-only">
        {label}
      </p>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={clsx('h-4', index === lines - 1 && 'w-2/3')} />
      ))}
    </div>
  );
}
