import { usePreferences } from '@/stores/preferences';

/** Three different ones, so that they can be told apart without looking; off unless somebody wants them. */
const tunes = { fill: [880, 1175], reject: [330, 262], risk: [660, 440, 660] } as const;
const NoteS = 0.09;

let context: AudioContext | null = null;

export function play(name: keyof typeof tunes): void {
  if (!usePreferences.getState().sounds) return;
  context ??= new AudioContext();
  const { currentTime } = context;
  for (const [i, frequency] of tunes[name].entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, currentTime + i * NoteS);
    volume.gain.exponentialRampToValueAtTime(0.001, currentTime + (i + 1) * NoteS);
    tone.connect(volume).connect(context.destination);
    tone.start(currentTime + i * NoteS);
    tone.stop(currentTime + (i + 1) * NoteS);
  }
}
