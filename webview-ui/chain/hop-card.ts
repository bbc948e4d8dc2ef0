import type { Hop } from '../../src/protocol/chain';
import { el, type Child } from '../dom';
import { ago, localTime, regionLabel, roughLength } from '../format';
import { t } from '../localise';
import { visible } from '../visible';
import { Card } from './card';
import type { Desk } from './desk';
import { hopEvidence } from './evidence';
import { plainWords } from './operations';
import { badge, code, moment } from './pieces';
import { edgeWords } from './words';

/** The card of one record. The first of a chain is tied to nothing. */
export function hopCard(index: number, hop: Hop, desk: Desk, onToggle: () => void): Card {
  const { operation, tool, time, region, account } = hop;
  const principal = visible(hop.principal);
  const { regions, now } = desk;
  const words = plainWords(operation);
  const above = desk.chain.hops[index - 1];
  const place = [regionLabel(region, regions), account]
    .filter((part) => part !== '')
    .map(visible)
    .join(' · ');
  return new Card(
    {
      key: hop.eventId,
      place: index,
      class: index === 0 ? 'hop asked' : 'hop',
      mark: String(index + 1),
      ...(above !== undefined && { link: linkRow(hop, above) }),
      label: [visible(operation), words, t('by {0}', principal), tool, localTime(time), ago(time, now), place]
        .filter((part) => part !== undefined)
        .join(', '),
      head: [
        el('span', { class: 'what' }, code(operation)),
        el('span', { class: 'ago' }, ago(time, now)),
        el('span', { class: 'words' }, words ?? hop.service),
        el('span', { class: 'when' }, moment(time)),
        el('span', { class: 'who' }, code(principal === '' ? t('(unknown)') : principal), tool !== undefined && toolMark(tool)),
        el('span', { class: 'where' }, place),
      ],
      evidence: () => hopEvidence(index, hop, desk),
    },
    onToggle,
  );
}

/** What ties a record to the one above it: how sure, why, by what, and how long before. */
function linkRow(hop: Hop, above: Hop): HTMLElement {
  const { short } = edgeWords(hop.edge);
  const [first] = hop.shared;
  const gap = above.time - hop.time;
  return row(
    hop.strength,
    badge(hop.strength, hop.score),
    el('span', { class: 'why' }, short),
    first !== undefined && code(first),
    hop.shared.length > 1 && el('span', { class: 'muted' }, t('and {0} more', hop.shared.length - 1)),
    gap >= 1000 && el('span', { class: 'muted gap' }, t('{0} earlier', roughLength(gap))),
  );
}

/** The line between two cards, drawn as surely as the link is. */
export function row(line: string, ...children: readonly Child[]): HTMLElement {
  return el('div', { class: `link ${line}` }, ...children);
}

function toolMark(tool: string): HTMLElement {
  return el('span', { class: 'tool', dir: 'auto', title: t('What the call was made with, as its user agent says') }, visible(tool));
}
