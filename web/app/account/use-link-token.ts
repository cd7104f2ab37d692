/** The secret behind the `#` of a mailed link, as in `/password-reset#token=…`. */
import { useState, useSyncExternalStore } from 'react';

/**
 * The token of the address, undefined without one; the server never learns it and renders as without. Sending a form
 * clears what stands behind the `#`, so the token is kept while the page lives.
 */
export function useLinkToken(): string | undefined {
  const inAddress = useSyncExternalStore(watchHash, readToken, () => undefined);
  const [kept, setKept] = useState<string>();
  if (inAddress !== undefined && inAddress !== kept) setKept(inAddress);
  return inAddress ?? kept;
}

const readToken = () => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? undefined;

function watchHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
