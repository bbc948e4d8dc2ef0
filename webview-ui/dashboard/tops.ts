import type { DashboardData, DashboardFilter, NamedCount } from '../../src/protocol/dashboard';
import { toggle } from '../controls';
import { el, redraw } from '../dom';
import { severityIcon } from '../icons';
import { count, t } from '../localise';

const SHOWN = 6;

/** The policies, actors and regions with the most alerts. A region narrows everything to itself. */
export function drawTops(part: Element, data: DashboardData, filter: DashboardFilter, onRegion: (region: string) => void): void {
  const region = (entry: NamedCount, ...content: readonly HTMLElement[]) =>
    toggle(
      { class: 'top', key: `region:${entry.name}`, pressed: filter.region === entry.name, title: entry.label },
      () => onRegion(entry.name),
      ...content,
    );
  redraw(
    part,
    card(t('Top policies'), data.topPolicies, plain),
    card(t('Top actors'), data.topActors, plain),
    card(t('Regions'), data.regions, region),
  );
}

function card(title: string, entries: readonly NamedCount[], wrap: (entry: NamedCount, ...content: readonly HTMLElement[]) => HTMLElement) {
  const shown = entries.slice(0, SHOWN);
  const most = Math.max(1, ...shown.map((entry) => entry.count));
  const items = shown.map((entry) => {
    const name = el(
      'span',
      { class: 'top-name' },
      entry.severity && severityIcon(entry.severity),
      el('span', { class: 'grid-text' }, entry.label),
    );
    const bar = el('span', { class: 'top-bar', 'aria-hidden': 'true' });
    bar.style.setProperty('--share', String(entry.count / most));
    return el('li', {}, wrap(entry, name, el('span', { class: 'top-count' }, count(entry.count)), bar));
  });
  return el(
    'section',
    { class: 'card' },
    el('h2', {}, title),
    items.length === 0 ? el('p', { class: 'muted' }, t('None')) : el('ol', {}, ...items),
  );
}

function plain(entry: NamedCount, ...content: readonly HTMLElement[]): HTMLElement {
  return el('div', { class: 'top', title: entry.label }, ...content);
}
