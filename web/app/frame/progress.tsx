/** Going from page to page: a bar when it takes a while, and the new page's title for who listens. */
import { useEffect, useState } from 'react';
import { useLocation, useNavigation } from 'react-router';

/** Shorter waits show nothing: a flash of a bar is worse than none. */
const UNSEEN_MS = 400;

/** Lies over the top edge of the page. */
export function Progress() {
  const isWaiting = useNavigation().state !== 'idle';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLong(true), UNSEEN_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting]);
  return (
    <>
      <div role="status" className="sr-only">
        {isLong ? 'Loading' : <NewTitle />}
      </div>
      {isLong && (
        <div aria-hidden className="fixed inset-x-0 top-0 z-toast h-1 overflow-hidden">
          <div className="h-full origin-left animate-creep bg-brand rtl:origin-right" />
        </div>
      )}
    </>
  );
}

/** The first page is read out by the browser; only those after it need telling. */
function NewTitle() {
  const { pathname } = useLocation();
  const [first] = useState(pathname);
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (pathname !== first || title !== '') setTitle(document.title);
  }, [pathname, first, title]);
  return title;
}
