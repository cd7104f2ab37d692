/** Verdicts to hear and to feel, for a door where nobody looks at the screen. */
import type { Sound } from './verdict.ts';

interface Beep {
  readonly hertz: number;
  readonly seconds: number;
}

const HIGH: Beep = { hertz: 1320, seconds: 0.14 };
const LOW: Beep = { hertz: 220, seconds: 0.22 };
const SHORT: Beep = { hertz: 660, seconds: 0.08 };
const GAP_SECONDS = 0.08;

const beeps: Readonly<Record<Sound, readonly Beep[]>> = {
  admitted: [HIGH],
  refused: [LOW, LOW],
  attention: [SHORT, SHORT, SHORT],
  unknown: [LOW],
};
const vibrationsMs: Readonly<Record<Sound, readonly number[]>> = {
  admitted: [80],
  refused: [200, 100, 200],
  attention: [80, 60, 80, 60, 80],
  unknown: [200],
};

export interface Signals {
  /** Phones stay silent until a tap allows sound: call this in the tap's handler. */
  unlock(): void;
  play(sound: Sound): void;
}

/** Beeps and vibrates where the phone can; where it can't, the screen says it all. */
export function createSignals(): Signals {
  let audio: AudioContext | undefined;
  return {
    unlock() {
      audio ??= 'AudioContext' in window ? new AudioContext() : undefined;
      void audio?.resume();
    },
    play(sound) {
      if ('vibrate' in navigator) navigator.vibrate([...vibrationsMs[sound]]);
      if (audio) beep(audio, beeps[sound]);
    },
  };
}

function beep(audio: AudioContext, sequence: readonly Beep[]): void {
  let at = audio.currentTime;
  for (const { hertz, seconds } of sequence) {
    const tone = new OscillatorNode(audio, { type: 'square', frequency: hertz });
    // The edges are rounded off: a tone that stops at once clicks.
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.35, at + 0.01);
    volume.gain.setValueAtTime(0.35, at + seconds - 0.02);
    volume.gain.linearRampToValueAtTime(0, at + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
    at += seconds + GAP_SECONDS;
  }
}
