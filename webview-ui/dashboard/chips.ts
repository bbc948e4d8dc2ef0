import type { DashboardFilter } from '../../src/protocol/dashboard';
import { chip, clearAll } from '../chips';
import { redraw } from '../dom';
import { longSpan, regionLabel, severityName, typeName } from '../format';
import { t } from '../localise';
import { cleared, isNarrowed, toggled, without } from './filter';

/** All that narrows the alerts, each with a button that lets it go. */
export function drawChips(
  part: HTMLElement,
  filter: DashboardFilter,
  regions: Readonly<Record<string, string>>,
  onFilter: (filter: DashboardFilter) => void,
): void {
  const { brush, account, region, severities, types, story } = filter;
  part.hidden = !isNarrowed(filter);
  redraw(
    part,
    brush && chip(longSpan(brush.from, brush.to), () => onFilter(without(filter, 'brush'))),
    ...severities.map((severity) => chip(severityName(severity), () => onFilter({ ...filter, severities: toggled(severities, severity) }))),
    ...types.map((type) => chip(typeName(type), () => onFilter({ ...filter, types: toggled(types, type) }))),
    account !== undefined && chip(t('Account {0}', account), () => onFilter(without(filter, 'account'))),
    region !== undefined && chip(regionLabel(region, regions), () => onFilter(without(filter, 'region'))),
    story !== undefined && chip(t(story.title.text, ...story.title.args), () => onFilter(without(filter, 'story'))),
    clearAll(() => onFilter(cleared(filter))),
  );
}
