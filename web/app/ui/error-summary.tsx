/** What is wrong with a form, on top of it: takes the focus after a failed submit, and each line leads to its field. */
import { type MouseEvent, useEffect, useRef } from 'react';
import type { ListedError } from './form-fields.ts';

/** Shown only while there are errors; its lines say the same words as the fields do. */
export function ErrorSummary({ errors }: { errors: readonly ListedError[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isShown = errors.length > 0;
  useEffect(() => {
    if (!isShown) return;
    box.current?.focus();
    document.title = `Error: ${withoutError(document.title)}`;
    return () => {
      document.title = withoutError(document.title);
    };
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      aria-labelledby="error-summary-title"
      className="rounded-card border-2 border-danger bg-surface p-4"
    >
      <h2 id="error-summary-title" className="text-h4">
        There is a problem
      </h2>
      <ul className="mt-2 grid gap-1">
        {errors.map(({ fieldId, message }) => (
          <li key={`${fieldId} ${message}`}>
            {fieldId === '' ? (
              message
            ) : (
              <a
                href={`#${fieldId}`}
                onClick={(event) => goTo(fieldId, event)}
                className="inline-block py-1 font-medium text-danger underline underline-offset-4 hover:decoration-2"
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const withoutError = (title: string): string => title.replace(/^Error: /, '');

/** Scrolls so that the label is seen too, and puts the cursor into the field. */
function goTo(fieldId: string, event: MouseEvent) {
  const control = document.getElementById(fieldId);
  if (!control) return;
  event.preventDefault();
  (document.querySelector(`label[for="${CSS.escape(fieldId)}"]`) ?? control).scrollIntoView({ block: 'center' });
  control.focus({ preventScroll: true });
}
