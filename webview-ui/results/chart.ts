import type { ChartLook, HitsOverTime, SearchSnapshot } from '../../src/protocol/results';
import { Chart, type Brush } from '../chart/chart';
import type { Bar, Series } from '../chart/layout';
import { drawChartTable } from '../chart/table';
import { button, progressRing, toggle } from '../controls';
import { el, fill, redraw } from '../dom';
import { eventCount, lengthText } from '../format';
import { icon, seriesSwatch } from '../icons';
import { count, t } from '../localise';
import { RequestError } from '../rpc';
import { stacked } from './series';

export interface HitsChartOptions {
  /** All hits of a run, over time. */
  readonly ask: (run: number, signal: AbortSignal) => Promise<HitsOverTime>;
  /** A stretch of time was chosen: it is to be searched. */
  readonly onChoose: (stretch: NonNullable<Brush>) => void;
  /** Back to the time range before. */
  readonly onBack: () => void;
  /** How the chart is wanted from now on. */
  readonly onLook: (look: ChartLook) => void;
}

const HEIGHT = 120;

/** The hits of a search over time, above its rows. It asks once the rows are there, and not while it is folded away. */
export class HitsChart {
  readonly element: HTMLElement;
  private readonly chart = new Chart({
    height: HEIGHT,
    label: title,
    amount: eventCount,
    eager: false,
    onChoose: (brush) => brush !== undefined && this.options.onChoose(brush),
  });
  private readonly table = el('div', { class: 'table' });
  private readonly legend = el('ul', { class: 'legend', 'aria-label': t('Colours of the chart') });
  private readonly fold: HTMLButtonElement;
  private readonly asTable: HTMLButtonElement;
  private readonly width = el('span', { class: 'muted' });
  private readonly back = el('span', { class: 'back', hidden: true });
  private readonly status = el('span', { class: 'chart-status', role: 'status' });
  private look: ChartLook = 'bars';
  private search: SearchSnapshot | undefined;
  /** The run whose rows are there. */
  private ready: number | undefined;
  /** The run that is drawn, or asked for. */
  private drawn: number | undefined;
  private asking: AbortController | undefined;

  constructor(private readonly options: HitsChartOptions) {
    this.fold = toggle({ class: 'fold', key: 'fold', pressed: false }, () => this.choose(this.look === 'folded' ? 'bars' : 'folded'));
    this.fold.removeAttribute('aria-pressed'); // it unfolds a part rather than staying pressed
    this.asTable = toggle({ class: 'as-table', key: 'as-table', pressed: false }, () =>
      this.choose(this.look === 'table' ? 'bars' : 'table'),
    );
    this.asTable.append(t('Show as table'));
    const head = el('div', { class: 'section-head' }, this.fold, this.width, this.back, this.status, this.legend, this.asTable);
    this.element = el('section', { class: 'hits', hidden: true, 'aria-label': title() }, head, this.chart.element, this.table);
  }

  /** Another run begins: what is drawn is of the one before, and stays until there is something else. */
  start(search: SearchSnapshot): void {
    this.asking?.abort();
    this.search = search;
    this.ready = undefined;
    this.look = search.chart;
    fill(this.back, search.before !== undefined && button(t('Back to {0}', search.before), () => this.options.onBack()));
    this.back.hidden = search.before === undefined;
    this.element.classList.add('stale');
    this.showLook();
  }

  /** The rows of the run have come, or there are none, and no chart of them either. */
  show(hits: boolean): void {
    this.ready = this.search?.run;
    this.element.hidden = !hits && this.search?.before === undefined;
    this.element.classList.toggle('empty', !hits);
    if (hits) this.draw();
  }

  /** The run has no rows to draw a chart of. */
  hide(): void {
    this.asking?.abort();
    this.element.hidden = true;
  }

  private draw(): void {
    const run = this.ready;
    if (run === undefined || run === this.drawn || this.look === 'folded') return;
    const asking = new AbortController();
    this.asking = asking;
    this.drawn = run;
    fill(
      this.status,
      progressRing(t('Drawing the chart')),
      button(t('Cancel'), () => asking.abort()),
    );
    this.status.classList.add('busy');
    this.options.ask(run, asking.signal).then(
      (hits) => {
        if (!asking.signal.aborted) this.fill(hits);
      },
      (error: unknown) => this.failed(run, error),
    );
  }

  private failed(run: number, error: unknown): void {
    if (run !== this.search?.run) return;
    this.drawn = undefined;
    const cancelled = RequestError.is(error, 'cancelled');
    const message = error instanceof Error ? error.message : String(error);
    this.status.classList.remove('busy');
    this.element.classList.add('empty');
    fill(
      this.status,
      cancelled ? t('The chart was cancelled.') : t('The chart could not be drawn: {0}', message),
      button(t('Retry'), () => this.draw()),
    );
  }

  private fill(hits: HitsOverTime): void {
    const { names, bars } = stacked(hits);
    this.status.classList.remove('busy');
    fill(this.status);
    this.element.classList.remove('stale', 'empty');
    this.width.textContent = t('{0} per bar', lengthText(hits.width));
    this.chart.show(bars, names, undefined);
    drawChartTable(this.table, title(), { bars, series: names, brush: undefined }, (brush) => brush && this.options.onChoose(brush));
    this.drawLegend(names, bars);
  }

  private drawLegend(series: readonly Series[], bars: readonly Bar[]): void {
    const entries = series.map(({ key, name }) => {
      const total = bars.reduce((sum, { counts }) => sum + (counts[key] ?? 0), 0);
      return el(
        'li',
        { class: 'entry', title: name },
        seriesSwatch(key),
        el('span', { class: 'entry-name' }, name),
        el('span', { class: 'muted' }, count(total)),
      );
    });
    this.legend.hidden = series.length < 2;
    redraw(this.legend, ...entries);
  }

  private choose(look: ChartLook): void {
    this.look = look;
    this.options.onLook(look);
    this.showLook();
    this.draw();
  }

  private showLook(): void {
    const { look } = this;
    fill(this.fold, icon(look === 'folded' ? 'collapsed' : 'descending'), title());
    this.fold.setAttribute('aria-expanded', String(look !== 'folded'));
    this.element.classList.toggle('folded', look === 'folded');
    this.asTable.setAttribute('aria-pressed', String(look === 'table'));
    this.chart.element.hidden = look !== 'bars';
    this.table.hidden = look !== 'table';
  }
}

function title(): string {
  return t('Hits over time');
}
