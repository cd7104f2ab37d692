/**
 * What the page keeps in its address: filter, view, party and basket. The address is rewritten in place, so that a tap
 * on a seat asks no server, while reload, Back and a copied link all find the same choice.
 */
import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'react-router';

export type WriteAddress = (change: (parameters: URLSearchParams) => URLSearchParams) => void;

/** The parameters of the address, and how to change them. */
export function useAddress(): readonly [parameters: URLSearchParams, write: WriteAddress] {
  const { pathname, search } = useLocation();
  const [parameters, setParameters] = useState(() => new URLSearchParams(search));
  const current = useRef(parameters);
  const own = useRef(pathname);
  const write = useCallback<WriteAddress>((change) => {
    current.current = change(current.current);
    setParameters(current.current);
    // A page that is being left keeps its hands off the address of the next one.
    if (window.location.pathname !== own.current) return;
    const text = current.current.toString();
    window.history.replaceState(window.history.state, '', text === '' ? own.current : `${own.current}?${text}`);
  }, []);
  return [parameters, write];
}
