import { toggle } from '../controls';
import { el, redraw } from '../dom';
import { barSpan } from '../format';
import { count, t } from '../localise';
import type { Brush } from './chart';
import type { Bar, Series } from './layout';

/** The chart's numbers as a table, for those whom numbers serve better; it chooses as the bars do. The names of series are its headings. */
export function drawChartTable(
  part: Element,
  label: string,
  { bars, series, brush }: { readonly bars: readonly Bar[]; readonly series: readonly Series[]; readonly brush: Brush },
  onChoose: (brush: Brush) => void,
): void {
  const columns = series.length < 2 ? [] : series;
  const head = [t('Time'), ...columns.map(({ name }) => name), t('Total')].map((title) => el('th', { scope: 'col' }, title));
  const rows = bars.map(({ from, to, counts }) => {
    const pressed = brush !== undefined && from < brush.to && to > brush.from;
    const time = toggle(
      { class: 'time', key: String(from), pressed },
      () => onChoose(pressed ? undefined : { from, to }),
      barSpan(from, to, true),
    );
    const total = series.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0);
    const numbers = [...columns.map(({ key }) => counts[key] ?? 0), total];
    return el('tr', {}, el('th', { scope: 'row' }, time), ...numbers.map((number) => el('td', {}, count(number))));
  });
  const caption = el('caption', { class: 'unseen' }, label);
  redraw(part, el('table', { class: 'twin' }, caption, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)));
}
