/** A surface that holds one thing. */
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** A bordered surface; `flush` leaves the padding to its content (images, tables). */
export function Card({ flush = false, className, ...rest }: ComponentProps<'div'> & { flush?: boolean }) {
  return (
    <div {...rest} className={clsx('rounded-card border border-line bg-surface', !flush && 'p-4 md:p-6', className)} />
  );
}

/** A titled part of a page, on a surface of its own. */
export function CardSection(props: ComponentProps<'section'> & { title: string }) {
  const { title, className, children, ...rest } = props;
  const id = `section-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  return (
    <section
      {...rest}
      aria-labelledby={id}
      className={clsx('rounded-card border border-line bg-surface p-4 md:p-6', className)}
    >
      <h2 id={id} className="text-h4">
        {title}
      </h2>
      <div className="mt-4 grid gap-4">{children}</div>
    </section>
  );
}
