import type { TimeWindow } from '../../src/domain/time';
import { el, fill, svg, type Child } from '../dom';
import { axisLabel, barSpan } from '../format';
import { count, t } from '../localise';
import { barAt, barsWithin, layoutChart, spanOf, type Bar, type ChartLayout, type PlacedBar, type Series } from './layout';
import { patterns } from './patterns';

export type Brush = Required<TimeWindow> | undefined;

export interface ChartOptions {
  /** In pixels, as the stylesheet has it. */
  readonly height: number;
  /** What the chart shows, for those who don't see it. */
  readonly label: () => string;
  /** `61 alerts` */
  readonly amount: (total: number) => string;
  /** Whether a choice holds while Shift and the arrows still extend it; else from Enter on. */
  readonly eager: boolean;
  /** Hours were chosen, and with a click on one colour of several its series; neither: nothing is chosen any more. */
  readonly onChoose: (brush: Brush, key?: string) => void;
}

/** Stacked bars over time. Bars are options of a list box: arrows move, Shift extends, Enter and Space choose, Escape lets go. */
export class Chart {
  readonly element = el('div', { class: 'chart' });
  private bars: readonly Bar[] = [];
  private series: readonly Series[] = [];
  private brush: Brush;
  private layout: ChartLayout | undefined;
  /** The bar the keyboard is on, and the one its choice began at. */
  private at = 0;
  private from = 0;
  private drag: { readonly start: number; readonly key: string | undefined } | undefined;
  /** Keys extend a choice that doesn't hold yet. */
  private extending = false;

  constructor(private readonly options: ChartOptions) {
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('pointerdown', (event) => this.onDown(event));
    this.element.addEventListener('pointermove', (event) => this.onDrag(event));
    this.element.addEventListener('pointerup', (event) => this.onUp(event));
    this.element.addEventListener('pointercancel', () => this.stopDrag());
  }

  /** Shows other bars. */
  show(bars: readonly Bar[], series: readonly Series[], brush: Brush): void {
    this.bars = bars;
    this.series = series;
    this.brush = brush;
    this.extending = false;
    this.at = Math.max(0, Math.min(this.at, bars.length - 1));
    this.draw();
  }

  private draw(): void {
    const width = this.element.clientWidth;
    if (width === 0 || this.bars.length === 0) return;
    const focused = this.element.contains(document.activeElement);
    const { height } = this.options;
    const keys = this.series.map(({ key }) => key);
    const layout = layoutChart(this.bars, keys, width, height);
    this.layout = layout;
    const list = svg(
      'g',
      {
        role: 'listbox',
        'aria-multiselectable': 'true',
        'aria-orientation': 'horizontal',
        'aria-label': this.options.label(),
      },
      ...layout.bars.map((bar, index) => this.drawBar(bar, index, layout)),
    );
    fill(
      this.element,
      svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` }, patterns(), ...this.axes(layout), this.brushRect(layout), list),
    );
    if (focused) this.focusBar();
  }

  private drawBar(bar: PlacedBar, index: number, { plot, slot }: ChartLayout): SVGGElement {
    const data = this.bars[index];
    const label = data === undefined ? '' : this.describe(data, bar);
    const hit = { x: plot.left + slot * index, y: plot.top, width: slot, height: plot.bottom - plot.top };
    const group = svg(
      'g',
      {
        class: 'bar',
        role: 'option',
        tabindex: index === this.at ? 0 : -1,
        'aria-label': label,
        'aria-selected': String(this.isChosen(index)),
        'data-index': index,
        'data-total': bar.total,
      },
      svg('title', {}, label),
      svg('rect', { ...hit, class: 'slot' }),
      ...bar.segments.flatMap(({ key, y, height }) => {
        const area = { x: bar.x, width: bar.width, y, height };
        return [
          svg('rect', { ...area, class: `segment ${key}`, 'data-series': key }),
          svg('rect', { ...area, class: `pattern ${key}`, 'data-series': key }),
        ];
      }),
    );
    return group;
  }

  private axes({ plot, ticks, labelled, slot, width }: ChartLayout): readonly SVGElement[] {
    const lines = ticks.flatMap(({ value, y }) => [
      svg('line', { class: value === 0 ? 'axis base' : 'axis', x1: plot.left, x2: plot.right, y1: y, y2: y }),
      svg('text', { class: 'tick', x: plot.left - 6, y: y + 4, 'text-anchor': 'end', 'aria-hidden': 'true' }, count(value)),
    ]);
    const labels = labelled.map((index) => {
      const bar = this.bars[index];
      const text = bar === undefined ? '' : axisLabel(bar.from, bar.to - bar.from);
      const x = plot.left + slot * index;
      const day = bar !== undefined && bar.to - bar.from >= 20 * 3_600_000;
      // A clock time marks where its bar begins; a day's name stands below its bar.
      const place = day ? { x: x + slot / 2, 'text-anchor': 'middle' } : { x, 'text-anchor': index === 0 ? 'start' : 'middle' };
      return svg('text', { class: 'tick', y: plot.bottom + 16, 'aria-hidden': 'true', ...place }, x < width ? text : '');
    });
    return [...lines, ...labels];
  }

  private brushRect({ plot, slot }: ChartLayout): Child {
    const chosen = this.extended() ?? (this.brush && barsWithin(this.bars, this.brush));
    if (chosen === undefined) return undefined;
    const [first, last] = chosen;
    const width = slot * (last - first + 1);
    return svg('rect', { class: 'brush', x: plot.left + slot * first, y: plot.top, width, height: plot.bottom - plot.top });
  }

  /** The bars that a drag or Shift and the arrows have reached. */
  private extended(): readonly [number, number] | undefined {
    const start = this.drag?.start ?? (this.extending ? this.from : undefined);
    return start === undefined ? undefined : [Math.min(start, this.at), Math.max(start, this.at)];
  }

  private isChosen(index: number): boolean {
    const chosen = this.extended() ?? (this.brush && barsWithin(this.bars, this.brush));
    return chosen !== undefined && index >= chosen[0] && index <= chosen[1];
  }

  private focusBar(): void {
    this.element.querySelector<SVGElement>('.bar[tabindex="0"]')?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.bars.length - 1;
    const targets: Readonly<Record<string, number>> = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (event.key === 'Escape' && this.extending) this.extend(false);
    else if (event.key === 'Escape' && this.brush !== undefined) this.options.onChoose(undefined);
    else if (event.key === 'Enter' || event.key === ' ') this.choose(this.extending ? this.from : this.at, this.at);
    else if (target !== undefined) {
      this.at = Math.max(0, Math.min(target, last));
      if (!event.shiftKey) this.from = this.at;
      else if (this.options.eager) this.options.onChoose(spanOf(this.bars, this.from, this.at));
      this.extend(event.shiftKey && !this.options.eager);
    } else return;
    event.preventDefault();
  }

  private extend(extending: boolean): void {
    this.extending = extending;
    this.draw();
    this.focusBar();
  }

  private onDown(event: PointerEvent): void {
    if (this.layout === undefined || event.button !== 0) return;
    const index = barAt(this.layout, this.xOf(event));
    const key = event.target instanceof SVGElement ? event.target.dataset['series'] : undefined;
    this.extending = false;
    this.drag = { start: event.shiftKey ? this.from : index, key };
    this.at = index;
    this.from = this.drag.start;
    this.element.setPointerCapture(event.pointerId);
  }

  private onDrag(event: PointerEvent): void {
    if (this.drag === undefined || this.layout === undefined) return;
    const index = barAt(this.layout, this.xOf(event));
    if (index === this.at) return;
    this.at = index;
    this.draw();
  }

  private xOf(event: PointerEvent): number {
    return event.clientX - this.element.getBoundingClientRect().left;
  }

  private onUp(event: PointerEvent): void {
    const { drag } = this;
    if (drag === undefined) return;
    this.stopDrag();
    this.element.releasePointerCapture(event.pointerId);
    this.focusBar();
    this.choose(drag.start, this.at, drag.key);
  }

  private stopDrag(): void {
    this.drag = undefined;
    this.draw();
  }

  /** Chooses bars; what is chosen already is let go. */
  private choose(a: number, b: number, key?: string): void {
    const span = spanOf(this.bars, a, b);
    if (span === undefined) return;
    const again = this.brush !== undefined && String(barsWithin(this.bars, this.brush)) === String([Math.min(a, b), Math.max(a, b)]);
    const several = (this.layout?.bars[a]?.segments.length ?? 0) > 1;
    this.extending = false;
    this.options.onChoose(again ? undefined : span, a === b && several && !again ? key : undefined);
  }

  /** `18:00 to 21:00, 61 alerts: 61 audit event`. */
  private describe(bar: Bar, { total, segments }: PlacedBar): string {
    const head = t('{0}, {1}', barSpan(bar.from, bar.to), this.options.amount(total));
    if (this.series.length < 2) return head;
    const names = new Map(this.series.map(({ key, name }) => [key, name]));
    const parts = segments.map(({ key, count: number }) => `${count(number)} ${names.get(key) ?? ''}`);
    return parts.length === 0 ? head : `${head}: ${parts.join(', ')}`;
  }
}
