import type { Root } from '../../src/protocol/chain';
import { button } from '../controls';
import { el } from '../dom';
import { icon, type IconName } from '../icons';
import { t } from '../localise';
import { visible } from '../visible';
import { Card } from './card';
import type { Desk } from './desk';
import { row } from './hop-card';
import { badge, code } from './pieces';
import { ROOT } from './view';
import { answerText, rootKind, rootWords, strengthWords } from './words';

const ICONS: Readonly<Record<Root['kind'], IconName>> = { human: 'person', service: 'service', unknown: 'unknown', 'before-log': 'before' };

/** Where the chain ends. A name stands there only with how sure it is, and never where no record names anybody. */
export function rootCard(desk: Desk, onToggle: () => void): Card {
  const root = shownRoot(desk.chain.root);
  const known = isNamed(root);
  const score = weakestScore(desk);
  return new Card(
    {
      key: ROOT,
      place: desk.chain.hops.length,
      class: `root ${root.kind}`,
      mark: icon(ICONS[root.kind]),
      link: row(known ? root.strength : 'none'),
      label: known ? t('{0}: {1}', rootKind(root.kind), answerText(root)) : answerText(root),
      head: [
        el('span', { class: 'kind' }, rootKind(root.kind)),
        known && el('span', { class: 'sure' }, badge(root.strength, score)),
        known && root.name !== undefined
          ? el('span', { class: 'name', dir: 'auto' }, root.name)
          : el('span', { class: 'name nobody' }, answerText(root)),
        known && root.principal?.startsWith('arn:') === true && el('span', { class: 'principal' }, code(root.principal)),
      ],
      evidence: () => rootEvidence(desk),
    },
    onToggle,
  );
}

/** With a name that can be shown. */
export function shownRoot(root: Root): Root {
  return root.name === undefined ? root : { ...root, name: visible(root.name) };
}

export function isNamed({ kind }: Root): boolean {
  return kind === 'human' || kind === 'service';
}

/** The lowest score of the links to a root that is only as sure as a guess. */
export function weakestScore({ chain: { root, hops } }: Pick<Desk, 'chain'>): number | undefined {
  const scores = hops.flatMap(({ score }) => score ?? []);
  return root.strength === 'scored' && scores.length > 0 ? Math.min(...scores) : undefined;
}

function rootEvidence(desk: Desk): HTMLElement {
  const { root } = desk.chain;
  const { eventId } = root;
  return el(
    'div',
    { class: 'why-block' },
    el('p', {}, rootWords(root.kind)),
    isNamed(root) && el('p', { class: 'muted' }, t('As sure as the weakest link on the way here.'), ' ', strengthWords(root.strength)),
    root.principal !== undefined && el('p', { class: 'muted' }, t('Principal:'), ' ', code(root.principal)),
    eventId !== undefined && el('p', { class: 'muted' }, t('The record that shows it:'), ' ', code(eventId)),
    el(
      'div',
      { class: 'actions' },
      root.kind === 'human' && button(t('Copy as Message to the Owner'), desk.copyMessage),
      eventId !== undefined && button(t('Open Record'), () => desk.act({ kind: 'openRecord', eventId })),
    ),
  );
}
