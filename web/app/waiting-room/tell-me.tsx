/** A sound and a notification when it is one's turn, for who wants to do something else meanwhile. */
import { clsx } from 'clsx';
import { Bell, BellRing } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createSignals } from '../door/signals.ts';
import { Button } from '../ui/button.tsx';
import { useHydrated } from '../ui/ticking.ts';

interface TellMeProps {
  readonly eventName: string;
  /** It is: the moment to make itself heard. */
  readonly isTurn: boolean;
}

/** Off until pressed. Stays on the page when the turn has come, to be heard; a browser that allows nothing still beeps. */
export function TellMe({ eventName, isTurn }: TellMeProps) {
  const [signals] = useState(createSignals);
  const [isOn, setOn] = useState(false);
  const canScript = useHydrated();
  useEffect(() => {
    if (!isTurn || !isOn) return;
    signals.play('admitted');
    notify(eventName);
  }, [isTurn, isOn, eventName, signals]);
  const press = () => {
    signals.unlock();
    setOn(!isOn);
    if (!isOn && 'Notification' in window) void Notification.requestPermission();
  };
  if (isTurn) return null;
  return (
    <Button
      variant="secondary"
      aria-pressed={isOn}
      onClick={press}
      icon={isOn ? <BellRing aria-hidden size={20} /> : <Bell aria-hidden size={20} />}
      // Without script it does nothing and is not there; its place is, so that nothing jumps.
      className={clsx('w-fit', !canScript && 'invisible')}
    >
      {isOn ? 'A sound will tell you' : 'Sound when it’s my turn'}
    </Button>
  );
}

/** Phones show notifications only through a service worker, and throw here: there the sound must do. */
function notify(eventName: string): void {
  try {
    const note = new Notification('It’s your turn', { body: eventName, tag: `usher-turn-${eventName}` });
    note.onclick = () => window.focus();
  } catch {
    // The sound has been played.
  }
}
