import type { Alternative, Hop, ShownRecord } from '../../src/protocol/chain';
import { button, iconButton, progressRing } from '../controls';
import { el, fill, type Child } from '../dom';
import { localTime, utcTime } from '../format';
import { t } from '../localise';
import { visible } from '../visible';
import type { Desk } from './desk';
import { markTokens } from './marked';
import { code, moment, shareBar } from './pieces';
import { edgeWords, factName, scoreText, strengthWords } from './words';

/** Why a record stands where it does: the link in words, what both records carry, what else it might have been, and the record itself. */
export function hopEvidence(index: number, hop: Hop, desk: Desk): HTMLElement {
  const { eventId } = hop;
  const others = desk.chain.alternatives.filter((alternative) => alternative.hop === index);
  return el(
    'div',
    { class: 'why-block' },
    el('h3', {}, t('Why this record')),
    el('p', {}, edgeWords(hop.edge).long, index > 0 && ` ${strengthWords(hop.strength)}`),
    hop.shared.length > 0 && el('h3', {}, t('Both records carry')),
    hop.shared.length > 0 && tokenList(hop, desk),
    others.length > 0 && el('h3', {}, t('It could also have been')),
    others.length > 0 && alternativeList(hop, others, desk),
    hop.strength === 'scored' && others.length === 0 && el('p', {}, t('No other call comes close enough to be named.')),
    el(
      'div',
      { class: 'record-head' },
      el('h3', {}, t('The record')),
      button(t('Open Record'), () => desk.act({ kind: 'openRecord', eventId })),
      button(t('Copy Event ID'), () => {
        desk.act({ kind: 'copy', text: eventId });
        desk.tell(t('Copied'));
      }),
    ),
    recordPart(index, hop, desk),
  );
}

function tokenList({ shared, eventId }: Hop, { act }: Desk): HTMLElement {
  const items = shared.map((token) =>
    el(
      'li',
      {},
      code(token),
      iconButton('search', t('Search events of {0}', visible(token)), () => act({ kind: 'searchResource', resource: token, eventId })),
      iconButton('configuration', t('Open configuration of {0}', visible(token)), () =>
        act({ kind: 'openConfiguration', resource: token }),
      ),
    ),
  );
  return el('ul', { class: 'tokens', role: 'list' }, ...items);
}

/** The chosen record first, to compare with. */
function alternativeList(hop: Hop, others: readonly Alternative[], desk: Desk): HTMLElement {
  const line = ({ operation, principal, time, score, shared }: Omit<Alternative, 'hop' | 'eventId'>, ...buttons: readonly Child[]) =>
    el(
      'li',
      {},
      el('span', { class: 'score' }, scoreText(score)),
      shareBar(score, 'scored'),
      el(
        'span',
        { class: 'other' },
        code(operation),
        ' ',
        t('by {0}', visible(principal)),
        el('span', { class: 'muted' }, ' · ', moment(time)),
      ),
      el('span', { class: 'muted shares' }, visible(shared.join(' · '))),
      ...buttons,
    );
  const { act } = desk;
  return el(
    'ol',
    { class: 'others', role: 'list' },
    hop.score !== undefined && line({ ...hop, score: hop.score }, el('span', { class: 'muted chosen' }, t('the one above'))),
    ...others.map((other) =>
      line(
        other,
        iconButton('record', t('Open Record'), () => act({ kind: 'openRecord', eventId: other.eventId })),
        iconButton('cause', t('Trace Cause'), () => act({ kind: 'traceCause', subject: other.eventId })),
      ),
    ),
  );
}

/** Fetched when it is looked at. What the record above carries too is marked in it. */
function recordPart(index: number, hop: Hop, desk: Desk): HTMLElement {
  const part = el('div', { class: 'record' }, progressRing(t('Loading')));
  const below = desk.chain.hops[index + 1]?.shared ?? [];
  const tokens = index === 0 ? below : hop.shared;
  const asked = (): void => {
    desk.record(hop.eventId).then(
      (record) =>
        record === null
          ? fill(part, el('p', { class: 'muted' }, t('The store no longer has this record.')))
          : showRecord(part, hop, record, tokens),
      (error: unknown) =>
        fill(
          part,
          el('p', { class: 'fault' }, t('The record could not be read: {0}', error instanceof Error ? error.message : String(error))),
          button(t('Retry'), () => {
            fill(part, progressRing(t('Loading')));
            asked();
          }),
        ),
    );
  };
  asked();
  return part;
}

function showRecord(part: HTMLElement, hop: Hop, record: ShownRecord, tokens: readonly string[]): void {
  const facts: readonly (readonly [name: string, value: string])[] = [
    [t('Time'), `${localTime(hop.time)} (${utcTime(hop.time)})`],
    [t('Event ID'), hop.eventId],
    ...record.facts.map(({ of, value }) => [factName(of), visible(value)] as const),
  ];
  const pieces = markTokens(visible(record.text), tokens).map(({ text, found }) => (found ? el('mark', {}, text) : text));
  const text = el('pre', { tabindex: 0, role: 'region', 'aria-label': t('The record'), dir: 'ltr' }, ...pieces);
  fill(
    part,
    el('dl', { class: 'facts' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', { dir: 'auto' }, value)])),
    text,
    record.cut && el('p', { class: 'muted' }, t('The record is longer than this: open it to see the rest.')),
  );
  const mark = text.querySelector('mark');
  if (mark !== null) text.scrollTop = mark.offsetTop - text.clientHeight / 3;
}
