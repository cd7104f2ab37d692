/** The cookies of the session. Over TLS they carry the `__Host-` prefix: no other host of the domain can set them. */

export function cookieNames(secure: boolean): { readonly access: string; readonly refresh: string } {
  const prefix = secure ? '__Host-' : '';
  return { access: `${prefix}usher-access`, refresh: `${prefix}usher-refresh` };
}

/** The cookies a request carries; of two with one name the first counts, as browsers send the closer one first. */
export function cookiesOf(request: Request): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/** A cookie no script can read, for this whole site and no other. */
export function cookieText(name: string, value: string, options: { seconds: number; secure: boolean }): string {
  const secure = options.secure ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${options.seconds}; HttpOnly; SameSite=Lax${secure}`;
}

export const clearedCookie = (name: string, secure: boolean): string => cookieText(name, '', { seconds: 0, secure });
