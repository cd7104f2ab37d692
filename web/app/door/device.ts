/** What this phone remembers between shifts: which gate it stands at, and the name it scans under. */
const GATE = 'usher-door-gate';
const DEVICE = 'usher-door-device';

/** The gate typed last, empty when there is none. */
export const readGate = (): string => read(GATE) ?? '';

/** Remembers the gate; it is asked for once. */
export const keepGate = (gate: string): void => keep(GATE, gate);

/** This browser's own name among the doors: the same pair of device and nonce is one scan for ever. */
export function deviceId(): string {
  const known = read(DEVICE) ?? unkept;
  if (known !== undefined) return known;
  unkept = freshNonce();
  keep(DEVICE, unkept);
  return unkept;
}

/** A name no other scan has. `crypto.randomUUID` would be missing where the page came without TLS. */
export function freshNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where storage is switched off, the name lasts as long as the page. */
let unkept: string | undefined;

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse; the scanner works without.
  }
}
