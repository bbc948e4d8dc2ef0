import type { ChartBar, DashboardFilter } from '../../src/protocol/dashboard';
import { toggle } from '../controls';
import { el, redraw } from '../dom';
import { barSpan, typeName } from '../format';
import { count, t } from '../localise';
import { POLICY_TYPES } from './types';

/** The chart's numbers as a table, for those whom numbers serve better; it filters as the bars do. */
export function drawChartTable(
  part: Element,
  bars: readonly ChartBar[],
  brush: DashboardFilter['brush'],
  onChoose: (brush: DashboardFilter['brush']) => void,
): void {
  const head = [t('Time'), ...POLICY_TYPES.map(typeName), t('Total')].map((title) => el('th', { scope: 'col' }, title));
  const rows = bars.map(({ from, to, byType }) => {
    const numbers = POLICY_TYPES.map((type) => byType[type] ?? 0);
    const pressed = brush !== undefined && from < brush.to && to > brush.from;
    const time = toggle(
      { class: 'time', key: String(from), pressed },
      () => onChoose(pressed ? undefined : { from, to }),
      barSpan(from, to, true),
    );
    const total = numbers.reduce((sum, number) => sum + number, 0);
    return el('tr', {}, el('th', { scope: 'row' }, time), ...[...numbers, total].map((number) => el('td', {}, count(number))));
  });
  const caption = el('caption', { class: 'unseen' }, t('Alerts by policy type over time'));
  redraw(part, el('table', { class: 'twin' }, caption, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)));
}
