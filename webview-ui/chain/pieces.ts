import type { Strength } from '../../src/protocol/chain';
import { el, type Child } from '../dom';
import { localTime, utcTime } from '../format';
import { strengthIcon } from '../icons';
import { visible } from '../visible';
import { scoreText, strengthName, strengthWords } from './words';

/** How sure a link is: a word, its score where it has one, and a drawing. */
export function badge(strength: Strength, score?: number): HTMLElement {
  const text = score === undefined ? strengthName(strength) : `${strengthName(strength)} ${scoreText(score)}`;
  return el('span', { class: `badge ${strength}`, title: strengthWords(strength) }, strengthIcon(strength), text);
}

/** A moment by the clock of this machine; UTC, for those who compare with a log, is what the pointer shows. */
export function moment(time: number): HTMLElement {
  return el('time', { datetime: utcTime(time), title: utcTime(time) }, localTime(time));
}

/** Text from a record: it keeps its own direction of reading. */
export function code(text: string, ...rest: readonly Child[]): HTMLElement {
  return el('code', { dir: 'auto', title: visible(text) }, visible(text), ...rest);
}

/** A bar as long as its share, from 0 to 1; the number stands beside it. Its width is set here: the policy allows no style in markup. */
export function shareBar(share: number, className: string): HTMLElement {
  const bar = el('span', { class: `share ${className}`, 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String(Math.min(1, Math.max(0, share))));
  return bar;
}
