/**
 * The two sounds of a scan: a short high one for right, a long low one for wrong, never alike.
 * The words on screen say the same; a sound alone never carries a verdict. Whether it sounds is a setting of this
 * window, kept in the browser's own storage.
 */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const useSounds = create<{ on: boolean; toggle: () => void }>()(
  persist((set) => ({ on: true, toggle: () => set(({ on }) => ({ on: !on })) }), { name: 'mortar.sounds' }),
);

interface Tone {
  hertz: number;
  /** Seconds from now. */
  at: number;
  /** Seconds. */
  long: number;
  shape: OscillatorType;
}

const tones: Record<'right' | 'wrong', Tone[]> = {
  right: [
    { hertz: 1320, at: 0, long: 0.09, shape: 'sine' },
    { hertz: 1760, at: 0.09, long: 0.12, shape: 'sine' },
  ],
  wrong: [
    { hertz: 180, at: 0, long: 0.28, shape: 'square' },
    { hertz: 140, at: 0.34, long: 0.42, shape: 'square' },
  ],
};

let audio: AudioContext | undefined;

/** Plays the sound of a verdict, unless sounds are off. Without a sound device it does nothing. */
export function playVerdict(verdict: 'right' | 'wrong'): void {
  if (!useSounds.getState().on || !('AudioContext' in window)) return;
  audio ??= new AudioContext();
  void audio.resume();
  for (const tone of tones[verdict]) playTone(audio, tone);
}

function playTone(context: AudioContext, { hertz, at, long, shape }: Tone): void {
  const begin = context.currentTime + at;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, begin);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + long);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(begin);
  oscillator.stop(begin + long);
}
