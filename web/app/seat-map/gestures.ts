/** Listens to pointers and the wheel of an element and says what they mean. */
import { type GestureTarget, openPointerHand, type PointerAt } from './pointer-hand.ts';

/** Zoom per pixel of wheel; a trackpad's pinch comes as a wheel with the control key and moves less. */
const WHEEL = 0.0022;
const WHEEL_PINCH = 0.011;
const WHEEL_LINE_PX = 16;

/** Listens on an element and returns how to stop. The element needs `touch-action: none`. */
export function listenToGestures(element: HTMLElement, target: GestureTarget): () => void {
  const hand = openPointerHand(target);
  const stop = new AbortController();
  let corner = element.getBoundingClientRect();

  const at = (event: PointerEvent): PointerAt => ({
    id: event.pointerId,
    x: event.clientX - corner.left,
    y: event.clientY - corner.top,
    time: event.timeStamp,
    coarse: event.pointerType !== 'mouse',
  });
  const listen = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    listener: (event: HTMLElementEventMap[Type]) => void,
  ) => element.addEventListener(type, listener, { signal: stop.signal, passive: false });

  listen('pointerdown', (event) => {
    if (event.button !== 0) return;
    corner = element.getBoundingClientRect();
    element.setPointerCapture(event.pointerId);
    hand.down(at(event));
  });
  listen('pointermove', (event) => {
    if (hand.move(at(event)) || event.pointerType !== 'mouse') return;
    corner = element.getBoundingClientRect();
    target.hover(event.clientX - corner.left, event.clientY - corner.top);
  });
  listen('pointerup', (event) => hand.up(at(event)));
  listen('pointercancel', (event) => hand.cancel(event.pointerId));
  listen('pointerleave', () => target.leave());
  listen('wheel', (event) => {
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1;
    const amount = -event.deltaY * pixels * (event.ctrlKey ? WHEEL_PINCH : WHEEL);
    target.wheel(event.clientX - left, event.clientY - top, amount);
  });
  return () => stop.abort();
}
