/** Where the copies of a peer answer: the URLs that were set, and every address their names stand for at the moment. */
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from './clock.ts';

export interface CopyAddress {
  /** The URL as it was set, without a slash at its end: its name is in the Host header and in the certificate. */
  readonly url: string;
  /** The address that is connected to; undefined where the URL itself holds it. */
  readonly address: string | undefined;
}

/** Gives all addresses of a host name. Throws when it cannot be looked up. */
export type Lookup = (hostname: string) => Promise<readonly string[]>;

export interface Addresses {
  /**
   * All copies as last looked up. The first call waits for the lookup, later ones never do. Throws
   * when nothing was ever found.
   */
  current(): Promise<readonly CopyAddress[]>;
}

const LOOKUP_KEPT_MS = 5_000;

/** Reads one or several URLs by comma. Throws on what is not an HTTP URL. */
export function readAddresses(options: { addresses: string; clock: Clock; lookup?: Lookup }): Addresses {
  const { clock, lookup = lookUpAll } = options;
  const urls = options.addresses
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(parse);
  if (urls.length === 0) throw new Error('a peer has no address');
  const literal = urls.every((url) => isIP(hostOf(url)) !== 0);
  let known: { copies: readonly CopyAddress[]; at: number } | undefined;
  let looking: Promise<readonly CopyAddress[]> | undefined;

  const look = (): Promise<readonly CopyAddress[]> =>
    (looking ??= lookUp(urls, lookup)
      .then((copies) => {
        known = { copies, at: clock.monotonic() };
        return copies;
      })
      .finally(() => {
        looking = undefined;
      }));

  return {
    async current() {
      if (!known) return look();
      // What was found stays good while it is looked up again, and when that fails.
      if (!literal && clock.monotonic() - known.at > LOOKUP_KEPT_MS) look().catch(() => undefined);
      return known.copies;
    },
  };
}

async function lookUp(urls: readonly URL[], lookup: Lookup): Promise<CopyAddress[]> {
  const copies = await Promise.all(
    urls.map(async (url): Promise<CopyAddress[]> => {
      const name = hostOf(url);
      if (isIP(name) !== 0) return [{ url: textOf(url), address: undefined }];
      return (await lookup(name)).map((address) => ({ url: textOf(url), address }));
    }),
  );
  return copies.flat();
}

async function lookUpAll(hostname: string): Promise<string[]> {
  return (await systemLookup(hostname, { all: true })).map(({ address }) => address);
}

/** The copy's own URL: its address in place of the name. */
export function urlOf({ url, address }: CopyAddress): string {
  if (address === undefined) return url;
  const own = new URL(url);
  own.hostname = isIP(address) === 6 ? `[${address}]` : address;
  return textOf(own);
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new Error(`"${text}" is not the URL of a service, e.g. http://127.0.0.1:3002`);
  return url;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function textOf(url: URL): string {
  return url.origin;
}
