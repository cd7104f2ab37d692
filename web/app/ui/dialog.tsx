/** A native dialog: a sheet from below on phones, a box in the middle elsewhere. */
import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly open: boolean;
  /** Called on Escape, on the close button and on a press beside the dialog. */
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** The buttons at its foot, the main one last. */
  readonly actions?: ReactNode;
  readonly size?: 'regular' | 'wide' | undefined;
}

/** Modal while open: the rest of the page is inert, and the focus goes back to where it was. */
export function Dialog({ open, onClose, title, children, actions, size = 'regular' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (open && element?.open === false) element.showModal();
    if (!open && element?.open === true) element.close();
  }, [open]);
  // The tap that opened the dialog ends on it a moment later: a press beside it must have begun there too.
  const hasBegunBeside = useRef(false);
  const isBeside = ({ target, currentTarget }: SyntheticEvent) => target === currentTarget;
  return (
    // A press beside the dialog is a shortcut; Escape and the close button do the same.
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => open && onClose()}
      onPointerDown={(event) => {
        hasBegunBeside.current = isBeside(event);
      }}
      onClick={(event) => {
        if (isBeside(event) && hasBegunBeside.current) onClose();
        hasBegunBeside.current = false;
      }}
      className={clsx(
        'm-0 mt-auto max-h-[90dvh] w-full max-w-none overflow-visible rounded-t-sheet bg-raised text-text shadow-3',
        'open:animate-rise md:m-auto md:rounded-sheet',
        size === 'wide' ? 'md:w-full md:max-w-3xl' : 'md:w-full md:max-w-lg',
      )}
    >
      {open && (
        <div className="flex max-h-[90dvh] flex-col">
          <header className="flex items-start justify-between gap-4 ps-6 pe-3 pt-4">
            <h2 id={titleId} className="pt-2 text-h4">
              {title}
            </h2>
            <IconButton label="Close" icon={<X aria-hidden size={24} />} onClick={onClose} />
          </header>
          <div className="overflow-y-auto px-6 pt-2 pb-6">{children}</div>
          {actions && (
            <footer className="flex flex-col gap-2 border-line border-t px-6 pt-4 pb-[calc(1rem+env(safe-area-inset-bottom))] md:flex-row md:justify-end">
              {actions}
            </footer>
          )}
        </div>
      )}
    </dialog>
  );
}
