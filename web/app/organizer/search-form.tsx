/** A search over one list; what is looked for is part of the address. */
import { Search, X } from 'lucide-react';
import { useId } from 'react';
import { Form, Link, useLocation } from 'react-router';
import { withQuery } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { controlLook } from '../ui/field.tsx';

interface SearchFormProps {
  readonly label: string;
  readonly q: string;
  /** Parts of the address that stay as they are. */
  readonly keep: Readonly<Record<string, string | null>>;
  readonly hint?: string | undefined;
}

/** A line and a button; works before the page is awake. */
export function SearchForm({ label, q, keep, hint }: SearchFormProps) {
  const id = useId();
  const { pathname } = useLocation();
  return (
    <Form method="get" role="search" aria-label={label} className="flex w-full gap-2 md:w-fit">
      {Object.entries(keep).map(([name, value]) =>
        value === null || value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <div className="relative min-w-0 flex-1 md:w-72">
        <input
          key={q}
          id={id}
          type="search"
          name="q"
          defaultValue={q}
          placeholder={hint ?? label}
          maxLength={100}
          enterKeyHint="search"
          className={`${controlLook} pe-12 [&::-webkit-search-cancel-button]:hidden`}
        />
        {q !== '' && (
          <Link
            to={withQuery(pathname, keep)}
            aria-label="Clear the search"
            className="absolute inset-y-0.5 end-0.5 flex w-11 items-center justify-center rounded-field text-muted hover:bg-sunken"
          >
            <X aria-hidden size={18} />
          </Link>
        )}
      </div>
      <Button type="submit" aria-label={label} icon={<Search aria-hidden size={20} />} className="px-3.5" />
    </Form>
  );
}
