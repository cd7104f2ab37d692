/** The way to a venue that is not in the list yet, without losing what was typed. */
import { useEffect, useState } from 'react';
import { Link, useRevalidator } from 'react-router';
import { paths } from '../paths.ts';

/** Opens beside this page; when one comes back, the list has the new venue. */
export function AddVenue({ organizationId }: { organizationId: string }) {
  const [left, setLeft] = useState(false);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!left) return;
    const back = () => {
      if (!document.hidden) void revalidate();
    };
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [left, revalidate]);
  return (
    <p className="-mt-2 text-small">
      Somewhere else?{' '}
      <Link
        className="link"
        to={paths.organizerVenueNew({ organization: organizationId })}
        target="_blank"
        onClick={() => setLeft(true)}
      >
        Add a venue (in a new tab)
      </Link>
    </p>
  );
}
