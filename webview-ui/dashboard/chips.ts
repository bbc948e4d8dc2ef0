import type { DashboardFilter } from '../../src/protocol/dashboard';
import { el, redraw } from '../dom';
import { longSpan, regionLabel, severityName, typeName } from '../format';
import { icon } from '../icons';
import { t } from '../localise';
import { cleared, isNarrowed, toggled, without } from './filter';

/** All that narrows the alerts, each with a button that lets it go. */
export function drawChips(
  part: HTMLElement,
  filter: DashboardFilter,
  regions: Readonly<Record<string, string>>,
  onFilter: (filter: DashboardFilter) => void,
): void {
  const { brush, account, region, severities, types } = filter;
  const chip = (text: string, next: DashboardFilter): HTMLElement => {
    const label = t('Remove filter: {0}', text);
    const made = el('button', { type: 'button', class: 'chip', title: label, 'aria-label': label, 'data-key': text }, text, icon('close'));
    made.addEventListener('click', () => onFilter(next));
    return made;
  };
  const all = el('button', { type: 'button', class: 'linklike', 'data-key': 'all' }, t('Clear all filters'));
  all.addEventListener('click', () => onFilter(cleared(filter)));
  part.hidden = !isNarrowed(filter);
  redraw(
    part,
    brush && chip(longSpan(brush.from, brush.to), without(filter, 'brush')),
    ...severities.map((severity) => chip(severityName(severity), { ...filter, severities: toggled(severities, severity) })),
    ...types.map((type) => chip(typeName(type), { ...filter, types: toggled(types, type) })),
    account !== undefined && chip(t('Account {0}', account), without(filter, 'account')),
    region !== undefined && chip(regionLabel(region, regions), without(filter, 'region')),
    all,
  );
}
