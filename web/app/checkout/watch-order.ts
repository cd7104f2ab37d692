/** Keeps a page about an order true: while something is awaited, after Back, and when another tab moved the order. */
import { useEffect, useRef } from 'react';
import { useRevalidator } from 'react-router';
import { ask } from '../api/browser.ts';
import { seenOf } from './seen.ts';

interface Watch {
  readonly orderId: string;
  /** What the page shows now. */
  readonly seen: string;
  /** Something is awaited: look until it is there. */
  readonly isWaiting: boolean;
}

const FIRST_LOOK_MS = 400;
const LOOKS_APART_MS_MAX = 5_000;

/** Loads the page anew when the order is no longer as shown; looks less and less often while it is. */
export function useWatchedOrder({ orderId, seen, isWaiting }: Watch): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isWaiting) return;
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    const look = async (waitMs: number) => {
      const now = await lookAt(orderId, stop.signal);
      if (stop.signal.aborted) return;
      if (now !== undefined && now !== seen) await revalidate();
      if (stop.signal.aborted) return;
      const nextMs = Math.min(waitMs * 1.5, LOOKS_APART_MS_MAX);
      timer = setTimeout(() => void look(nextMs), nextMs);
    };
    timer = setTimeout(() => void look(FIRST_LOOK_MS), FIRST_LOOK_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [orderId, seen, isWaiting, revalidate]);
  useOtherTabs(orderId, seen, revalidate);
}

/** Tells other tabs of what this one found, and listens to them; a page taken from the Back cache looks again. */
function useOtherTabs(orderId: string, seen: string, revalidate: () => Promise<void>): void {
  const told = useRef(seen);
  useEffect(() => {
    const tabs = new BroadcastChannel(`usher-order-${orderId}`);
    if (told.current !== seen) tabs.postMessage(seen);
    told.current = seen;
    tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data !== seen) void revalidate();
    };
    const wake = ({ persisted }: PageTransitionEvent) => {
      if (persisted) void revalidate();
    };
    globalThis.addEventListener('pageshow', wake);
    return () => {
      tabs.close();
      globalThis.removeEventListener('pageshow', wake);
    };
  }, [orderId, seen, revalidate]);
}

/** How the order stands, or undefined when nobody could be asked just now. */
async function lookAt(orderId: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const order = await ask('getOrder', { params: { id: orderId }, signal });
    if (!order.ok) return undefined;
    const { paymentId } = order.data;
    const payment = paymentId === null ? undefined : await ask('getPayment', { params: { id: paymentId }, signal });
    return payment?.ok === false ? undefined : seenOf(order.data, payment?.data);
  } catch {
    return undefined;
  }
}
