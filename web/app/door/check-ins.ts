/**
 * One scanner's conversation with the server, apart from camera and screen: which codes are asked about, what was
 * answered, and how long that is shown. A scan whose answer got lost is asked again under its own nonce, so that
 * somebody the server has let in already is not turned away.
 */
import type { Ask, Refusal } from '../api/ask.ts';
import { monotonic, now } from '../clock.ts';
import { freshNonce } from './device.ts';
import { type CheckIn, notChecked, type Sound, type Verdict, verdictOf } from './verdict.ts';

/** The same code in front of the camera is not a second guest until it was away for so long. */
const SAME_CODE_MS = 3_000;
const ADMITTED_SHOWN_MS = 900;
/** A queue waits no longer for an answer; after that the ticket counts as not checked. */
const ANSWER_MS = 4_000;

export interface Door {
  readonly eventId: string;
  readonly timeZone: string;
  readonly deviceId: string;
  readonly gate: string;
  readonly ask: Ask;
  readonly play: (sound: Sound) => void;
}

export interface Shown {
  /** Differs for each verdict given. */
  readonly key: string;
  readonly code: string;
  readonly verdict: Verdict;
  readonly asksName: boolean;
  /** The name that was tried and is not the ticket's. */
  readonly wrongName: string | undefined;
  readonly atMs: number;
}

export interface CheckInsState {
  /** What covers the screen now. */
  readonly shown: Shown | null;
  /** The verdict before or now, for the line at the foot. */
  readonly last: Shown | null;
  readonly isAsking: boolean;
}

interface Scan {
  readonly code: string;
  readonly nonce: string;
  readonly scannedAt: string;
  readonly holderLastName: string | undefined;
}

export interface CheckIns {
  read(): CheckInsState;
  subscribe(listener: () => void): () => void;
  /** The camera sees this code; it may say so many times a second. */
  sighted(code: string): void;
  /** Somebody typed it. */
  typed(code: string): void;
  /** Tries the ticket on the screen again with the name of the person's identity card. */
  named(lastName: string): void;
  dismiss(): void;
}

export const nothingYet: CheckInsState = { shown: null, last: null, isAsking: false };

/** Makes the conversation of one door; it needs no end. */
export function createCheckIns(door: Door): CheckIns {
  let state = nothingYet;
  let seen: { code: string; atMs: number } | undefined;
  let unanswered: Scan | undefined;
  const listeners = new Set<() => void>();
  const change = (next: Partial<CheckInsState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };

  async function check(code: string, holderLastName?: string): Promise<void> {
    if (state.isAsking) return;
    change({ isAsking: true });
    const isRepeat = unanswered?.code === code && unanswered.holderLastName === holderLastName;
    const scan = isRepeat && unanswered ? unanswered : newScan(code, holderLastName);
    const answer = await askAbout(door, scan);
    unanswered = answer.ok ? undefined : scan;
    const shown = answer.ok ? shownOf(door, scan, answer.data) : shownAsUnchecked(scan, answer.refusal);
    seen = { code, atMs: monotonic() };
    change({ isAsking: false, shown, last: shown });
    door.play(shown.verdict.sound);
    if (shown.verdict.tone === 'admit')
      setTimeout(() => state.shown === shown && change({ shown: null }), ADMITTED_SHOWN_MS);
  }

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sighted(code) {
      if (state.isAsking || state.shown?.asksName) return;
      const atMs = monotonic();
      const isSame = seen?.code === code && atMs - seen.atMs < SAME_CODE_MS;
      // A ticket that could not be checked is tried again while it is held up; any other waits to leave the frame.
      if (!isSame || unanswered?.code !== code) seen = { code, atMs };
      if (!isSame) void check(code);
    },
    typed: (code) => void check(code.trim()),
    named: (lastName) => void (state.shown && check(state.shown.code, lastName.trim())),
    dismiss() {
      // Whoever was just turned away is still in front of the camera.
      if (state.shown) seen = { code: state.shown.code, atMs: monotonic() };
      change({ shown: null });
    },
  };
}

function newScan(code: string, holderLastName: string | undefined): Scan {
  return { code, nonce: freshNonce(), scannedAt: new Date(now()).toISOString(), holderLastName };
}

function askAbout({ ask, eventId, deviceId, gate }: Door, scan: Scan) {
  const { code, nonce, scannedAt, holderLastName } = scan;
  const body = {
    eventId,
    deviceId,
    nonce,
    code,
    scannedAt,
    ...(gate !== '' && { gate }),
    ...(holderLastName !== undefined && { holderLastName }),
  };
  return ask('checkIn', { body, signal: AbortSignal.timeout(ANSWER_MS) });
}

function shownOf(door: Door, { code, holderLastName }: Scan, checkIn: CheckIn): Shown {
  const asksName = checkIn.result === 'holder_mismatch';
  const atMs = now();
  return {
    key: freshNonce(),
    code,
    verdict: verdictOf(checkIn, door.timeZone, atMs),
    asksName,
    wrongName: asksName ? holderLastName : undefined,
    atMs,
  };
}

function shownAsUnchecked({ code }: Scan, refusal: Refusal): Shown {
  return { key: freshNonce(), code, verdict: notChecked(refusal), asksName: false, wrongName: undefined, atMs: now() };
}
