import type { Sentence } from './chain';

/** A sentence in English, numbers with their thousands apart: what the headless entry prints. */
export function inEnglish({ text, args }: Sentence): string {
  return text.replace(/\{(\d+)\}/g, (place, index: string) => {
    const arg = args[Number(index)];
    return arg === undefined ? place : typeof arg === 'number' ? arg.toLocaleString('en') : arg;
  });
}
