/** Where a shift begins: the gate, the button that starts the camera, and a field for codes that must be typed. */
import { ScanLine } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Form, useNavigation, useRevalidator } from 'react-router';
import type { Data, Refusal } from '../api/ask.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextField } from '../ui/text-fields.tsx';
import { keepGate, readGate } from './device.ts';
import { Scanner } from './scanner.tsx';
import { createSignals, type Signals } from './signals.ts';
import { type CheckIn, notChecked, verdictOf } from './verdict.ts';
import { VerdictFace, verdictGround } from './verdict-face.tsx';

interface ScanFormProps {
  readonly event: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly stats: Data<'getCheckInStats'>;
  readonly nonce: string;
  readonly result: Result | undefined;
}

type Result =
  | { readonly status: 'invalid'; readonly error: string | undefined }
  | { readonly status: 'checked'; readonly checkIn: CheckIn; readonly code: string; readonly atMs: number }
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly code: string };

/** The gate is typed once and kept on this phone. */
export function ScanForm({ event, stats, nonce, result }: ScanFormProps) {
  const gate = useRef<HTMLInputElement>(null);
  const [scanning, setScanning] = useState<{ gate: string; signals: Signals }>();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (gate.current?.value === '') gate.current.value = readGate();
  }, []);
  const start = () => {
    const signals = createSignals();
    signals.unlock();
    const name = gate.current?.value.trim() ?? '';
    keepGate(name);
    setScanning({ gate: name, signals });
  };
  const stop = () => {
    setScanning(undefined);
    void revalidate();
  };
  return (
    <>
      <Form method="post" onSubmit={() => keepGate(gate.current?.value.trim() ?? '')} className="grid max-w-form gap-8">
        <div className="grid gap-4">
          <TextField
            ref={gate}
            name="gate"
            label="Gate"
            optional
            hint="For example North. This phone remembers it."
            maxLength={64}
            autoComplete="off"
          />
          <Button variant="primary" wide onClick={start} icon={<ScanLine aria-hidden size={24} />} className="min-h-14">
            Start scanning
          </Button>
          <noscript>
            <p className="text-muted">The camera needs JavaScript. Codes can be typed without.</p>
          </noscript>
        </div>
        {result && result.status !== 'invalid' && <Answer result={result} timeZone={event.timeZone} />}
        <TypedScan key={nonce} nonce={nonce} result={result} />
      </Form>
      {scanning && (
        <Scanner event={event} gate={scanning.gate} stats={stats} signals={scanning.signals} onStop={stop} />
      )}
    </>
  );
}

/** A hand scanner types a code and presses Enter: the field is ready for the next one after each answer. */
function TypedScan({ nonce, result }: Pick<ScanFormProps, 'nonce' | 'result'>) {
  const field = useRef<HTMLInputElement>(null);
  const isBusy = useNavigation().formMethod === 'POST';
  const wantsName = result?.status === 'checked' && result.checkIn.result === 'holder_mismatch';
  const keepsCode = wantsName || result?.status === 'refused';
  useEffect(() => {
    if (result) field.current?.focus();
  }, [result]);
  return (
    <Card className="grid gap-4">
      <h2 className="text-h4">Type the code</h2>
      <input type="hidden" name="nonce" value={nonce} />
      <TextField
        ref={wantsName ? undefined : field}
        id="code"
        name="code"
        label="Ticket code"
        hint="Type or paste it. Hand scanners that type work here too."
        error={result?.status === 'invalid' ? (result.error ?? 'Check the code') : undefined}
        defaultValue={keepsCode ? result.code : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {wantsName && (
        <TextField
          ref={field}
          name="holderLastName"
          label="Last name on their identity card"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      <Button type="submit" busy={isBusy} className="min-h-14">
        {wantsName ? 'Check again with this name' : 'Check the code'}
      </Button>
    </Card>
  );
}

function Answer({ result, timeZone }: { result: Exclude<Result, { status: 'invalid' }>; timeZone: string }) {
  const verdict =
    result.status === 'checked' ? verdictOf(result.checkIn, timeZone, result.atMs) : notChecked(result.refusal);
  return (
    <div role="alert" className={`rounded-card p-6 ${verdictGround[verdict.tone]}`}>
      <VerdictFace verdict={verdict} />
    </div>
  );
}
