import type { ChartBar, DashboardFilter, PolicyType } from '../../src/protocol/dashboard';
import { toggle } from '../controls';
import { el, redraw } from '../dom';
import { alertCount, typeName } from '../format';
import { seriesSwatch } from '../icons';
import { count, t } from '../localise';
import { POLICY_TYPES } from './types';

/** What the colours mean, each a switch that narrows to its type. */
export function drawLegend(part: Element, bars: readonly ChartBar[], filter: DashboardFilter, onToggle: (type: PolicyType) => void): void {
  const entries = POLICY_TYPES.map((type) => {
    const total = bars.reduce((sum, bar) => sum + (bar.byType[type] ?? 0), 0);
    const options = {
      class: total === 0 ? 'entry none' : 'entry',
      key: type,
      pressed: filter.types.includes(type),
      label: t('{0}, {1}', typeName(type), alertCount(total)),
    };
    return toggle(options, () => onToggle(type), seriesSwatch(type), typeName(type), el('span', { class: 'muted' }, count(total)));
  });
  redraw(part, ...entries);
}
