/** Light, dark, or as the device says. Kept in a cookie, so that the server's first byte has the right colours. */
import { cookiesOf } from '../session/cookies.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const COOKIE = 'usher-theme';
const KEPT_SECONDS = 365 * 24 * 3600;

/** What this visitor chose; `system` until they did. */
export function readTheme(request: Request): Theme {
  const chosen = cookiesOf(request).get(COOKIE);
  return isTheme(chosen) ? chosen : 'system';
}

/** The cookie that remembers it. */
export function themeCookie(theme: Theme): string {
  return `${COOKIE}=${theme}; Path=/; Max-Age=${KEPT_SECONDS}; HttpOnly; SameSite=Lax`;
}

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}
