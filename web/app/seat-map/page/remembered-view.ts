/** Whether a buyer likes the map or the list: remembered in a cookie, so that the server renders the right one. */
export type SeatsView = 'map' | 'list';

const COOKIE = 'usher-seats-view';
const YEAR_SECONDS = 31_536_000;

/** What was chosen last, from a cookie header. */
export function rememberedView(cookies: string | null): SeatsView | undefined {
  return asView(new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(cookies ?? '')?.[1]);
}

/** Remembers the choice in this browser. */
export function rememberView(view: SeatsView): void {
  document.cookie = `${COOKIE}=${view}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
}

/** A view by its name in the address. */
export function asView(text: string | null | undefined): SeatsView | undefined {
  return text === 'map' || text === 'list' ? text : undefined;
}
