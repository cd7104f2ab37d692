/** The nonce the content policy wants on every script of this page. */
import { createContext, useContext } from 'react';

export const NonceContext = createContext('');

/** The nonce of the page, on the server and where the browser takes over. */
export const useNonce = (): string => useContext(NonceContext);
