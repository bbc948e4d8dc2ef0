import type { DashboardData, DashboardFilter, Severity } from '../../src/protocol/dashboard';
import { toggle } from '../controls';
import { el, redraw } from '../dom';
import { alertCount, severityName } from '../format';
import { severityIcon } from '../icons';
import { count, t } from '../localise';
import { SEVERITIES } from './types';

/** The number of alerts, and by severity, each severity a switch. */
export function drawHeadline(
  part: Element,
  { total, counts }: DashboardData,
  filter: DashboardFilter,
  onToggle: (severity: Severity) => void,
): void {
  const tiles = SEVERITIES.map((severity) => {
    const label = t('{0}, {1}', severityName(severity), alertCount(counts[severity]));
    const options = { class: 'tile', key: severity, pressed: filter.severities.includes(severity), label };
    const number = el('span', { class: counts[severity] === 0 ? 'number none' : 'number' }, count(counts[severity]));
    const name = el('span', { class: 'name' }, severityIcon(severity), severityName(severity));
    return toggle(options, () => onToggle(severity), number, name);
  });
  const all = el(
    'div',
    { class: 'tile total', 'data-key': 'total' },
    el('span', { class: 'number' }, count(total)),
    el('span', { class: 'name' }, t('Alerts')),
  );
  redraw(part, all, ...tiles);
}
