import type { Reading } from '../../src/protocol/chain';
import { el, fill } from '../dom';
import { t } from '../localise';
import { visible } from '../visible';
import type { Desk } from './desk';
import { shareBar } from './pieces';
import { readingName } from './words';

/** Explanations that compete, each with its weight and with what speaks for and against it: each item opens its record. */
export function drawReadings(part: HTMLElement, readings: readonly Reading[], desk: Desk): void {
  part.hidden = readings.length === 0;
  fill(
    part,
    el('h2', {}, t('What may be going on')),
    el('p', { class: 'muted' }, t('Weighed on the records alone. The weights compare; they are no probabilities.')),
    ...readings.map((reading) => readingPart(reading, desk)),
  );
}

function readingPart({ id, weight, evidence }: Reading, desk: Desk): HTMLElement {
  const percent = t('{0} %', Math.round(weight * 100));
  const side = (supports: boolean, title: string) => {
    const items = evidence.filter((item) => item.supports === supports);
    if (items.length === 0) return undefined;
    return el(
      'div',
      { class: supports ? 'for' : 'against' },
      el('h4', {}, title),
      el(
        'ul',
        { role: 'list' },
        ...items.map(({ says, eventId }) => el('li', {}, evidenceButton(visible(t(says.text, ...says.args)), eventId, desk))),
      ),
    );
  };
  return el(
    'section',
    { class: 'reading' },
    el('h3', {}, el('span', {}, readingName(id)), el('span', { class: 'weight' }, percent)),
    shareBar(weight, 'weight-bar'),
    side(true, t('For')),
    side(false, t('Against')),
  );
}

function evidenceButton(text: string, eventId: string, { act }: Desk): HTMLElement {
  const made = el('button', { type: 'button', class: 'says', title: t('Open Record') }, text);
  made.addEventListener('click', () => act({ kind: 'openRecord', eventId }));
  return made;
}
