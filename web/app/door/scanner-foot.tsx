/** The foot of the scanner: the last verdict, how many are in, the torch, and typing where no camera helps. */
import { Flashlight, FlashlightOff, Keyboard, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Data } from '../api/ask.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { formatNumber } from '../words/format.ts';
import { formatTime } from '../words/format-time.ts';
import type { Shown } from './check-ins.ts';
import type { UsedCamera } from './use-camera.ts';
import { toCome } from './counts.ts';
import { VerdictShape } from './verdict-face.tsx';

interface FootProps {
  readonly stats: Data<'getCheckInStats'>;
  readonly last: Shown | null;
  readonly timeZone: string;
  readonly torch: UsedCamera['torch'];
  readonly onType: (code: string) => void;
}

/** All its controls are 56 px high: gloves. */
export function ScannerFoot({ stats, last, timeZone, torch, onType }: FootProps) {
  const [isTyping, setIsTyping] = useState(false);
  return (
    <footer className="grid gap-3 border-line border-t p-4 pb-[max(1rem,env(safe-area-inset-bottom))]">
      <LastVerdict last={last} timeZone={timeZone} />
      {isTyping ? (
        <TypedCode onType={onType} onClose={() => setIsTyping(false)} />
      ) : (
        <div className="flex items-center gap-3">
          <p className="tabular flex-1 text-lead">
            <strong className="text-h3">{formatNumber(stats.admitted)}</strong> in
            <span className="block text-muted text-small">{toCome(stats)}</span>
          </p>
          {torch && (
            <FootButton
              isOn={torch.isLit}
              icon={torch.isLit ? <FlashlightOff aria-hidden size={24} /> : <Flashlight aria-hidden size={24} />}
              onClick={torch.toggle}
            >
              Torch
            </FootButton>
          )}
          <FootButton icon={<Keyboard aria-hidden size={24} />} onClick={() => setIsTyping(true)}>
            Type code
          </FootButton>
        </div>
      )}
    </footer>
  );
}

function LastVerdict({ last, timeZone }: Pick<FootProps, 'last' | 'timeZone'>) {
  if (!last) return <p className="flex min-h-6 items-center text-muted text-small">No ticket scanned yet</p>;
  const { shape, word, place } = last.verdict;
  return (
    <p className="flex min-h-6 items-center gap-2 text-small">
      {shape === 'check' ? null : <VerdictShape shape={shape} className="size-4 shrink-0" />}
      <span className="shrink-0 font-bold">{word}</span>
      <span className="min-w-0 flex-1 truncate text-muted">{place}</span>
      <span className="tabular shrink-0 text-muted">{formatTime(new Date(last.atMs).toISOString(), timeZone)}</span>
    </p>
  );
}

function FootButton(props: { icon: ReactNode; isOn?: boolean; onClick: () => void; children: ReactNode }) {
  const { icon, isOn, onClick, children } = props;
  return (
    <Button icon={icon} aria-pressed={isOn} onClick={onClick} className="min-h-14 aria-pressed:border-brand">
      {children}
    </Button>
  );
}

/** Stays open after a code, since whoever types one usually types the next. */
function TypedCode({ onType, onClose }: { onType: (code: string) => void; onClose: () => void }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const code = new FormData(event.currentTarget).get('code');
        if (typeof code !== 'string' || code.trim() === '') return;
        onType(code);
        event.currentTarget.reset();
      }}
      className="flex items-end gap-2"
    >
      <TextField
        name="code"
        label="Ticket code"
        required
        autoFocus
        maxLength={4096}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="min-w-0 flex-1 [&_input]:min-h-14"
      />
      <Button type="submit" variant="primary" className="min-h-14">
        Check
      </Button>
      <IconButton label="Stop typing" icon={<X aria-hidden size={24} />} onClick={onClose} className="size-14" />
    </form>
  );
}
