/** A sentence that stands out: news, good news, care. What went wrong is a `Problem`. */
import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from '../words/states.ts';

type NoticeTone = Exclude<Tone, 'plain'>;

export interface NoticeProps {
  readonly tone?: NoticeTone | undefined;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** One verb, as a button or button link. */
  readonly action?: ReactNode;
  /** `status` is read out when it appears, `alert` interrupts; leave out what was there from the start. */
  readonly role?: 'status' | 'alert' | undefined;
  readonly className?: string | undefined;
}

/** A banner in the page: shape and words say its tone, the colour only repeats it. */
export function Notice({ tone = 'info', title, children, action, role, className }: NoticeProps) {
  const { Icon, look } = tones[tone];
  return (
    <div role={role} className={clsx('flex gap-3 rounded-card border p-4 text-text', look, className)}>
      <Icon aria-hidden size={24} className="shrink-0" />
      <div className="grid min-w-0 flex-1 gap-1">
        {title && <p className="font-bold">{title}</p>}
        {children && <div className="max-w-text">{children}</div>}
        {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}

const tones = {
  info: { Icon: Info, look: 'border-info bg-info-soft [&>svg]:text-info' },
  success: { Icon: CircleCheck, look: 'border-success bg-success-soft [&>svg]:text-success' },
  warning: { Icon: TriangleAlert, look: 'border-warning bg-warning-soft [&>svg]:text-warning' },
  danger: { Icon: CircleAlert, look: 'border-danger bg-danger-soft [&>svg]:text-danger' },
} as const satisfies Record<NoticeTone, unknown>;
