import type { ChartBar, DashboardFilter, PolicyType } from '../../src/protocol/dashboard';
import { el, fill, svg, type Child } from '../dom';
import { alertCount, axisLabel, barSpan, typeName } from '../format';
import { count, t } from '../localise';
import { barAt, barsWithin, layoutChart, spanOf, type ChartLayout, type PlacedBar } from './chart-layout';
import { POLICY_TYPES } from './types';

export interface ChartEvents {
  /** Hours were chosen, and with a click on one colour of several its type; neither: nothing is chosen any more. */
  onChoose(brush: DashboardFilter['brush'], type?: PolicyType): void;
}

const HEIGHT = 190;

/** Stacked bars over time. Bars are options of a list box: arrows move, Shift extends, Enter and Space choose, Escape lets go. */
export class Chart {
  readonly element = el('div', { class: 'chart' });
  private bars: readonly ChartBar[] = [];
  private types: readonly PolicyType[] = POLICY_TYPES;
  private brush: DashboardFilter['brush'];
  private layout: ChartLayout | undefined;
  /** The bar the keyboard is on, and the one its choice began at. */
  private at = 0;
  private from = 0;
  private drag: { readonly start: number; readonly type: PolicyType | undefined } | undefined;

  constructor(private readonly events: ChartEvents) {
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('pointerdown', (event) => this.onDown(event));
    this.element.addEventListener('pointermove', (event) => this.onDrag(event));
    this.element.addEventListener('pointerup', (event) => this.onUp(event));
    this.element.addEventListener('pointercancel', () => this.stopDrag());
  }

  /** Shows other bars. `types` empty: all. */
  show(bars: readonly ChartBar[], types: readonly PolicyType[], brush: DashboardFilter['brush']): void {
    this.bars = bars;
    this.types = types.length === 0 ? POLICY_TYPES : POLICY_TYPES.filter((type) => types.includes(type));
    this.brush = brush;
    this.at = Math.max(0, Math.min(this.at, bars.length - 1));
    this.draw();
  }

  private draw(): void {
    const width = this.element.clientWidth;
    if (width === 0 || this.bars.length === 0) return;
    const focused = this.element.contains(document.activeElement);
    const layout = layoutChart(this.bars, this.types, width, HEIGHT);
    this.layout = layout;
    const list = svg(
      'g',
      {
        role: 'listbox',
        'aria-multiselectable': 'true',
        'aria-orientation': 'horizontal',
        'aria-label': t('Alerts by policy type over time'),
      },
      ...layout.bars.map((bar, index) => this.drawBar(bar, index, layout)),
    );
    fill(
      this.element,
      svg(
        'svg',
        { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` },
        patterns(),
        ...this.axes(layout),
        this.brushRect(layout),
        list,
      ),
    );
    if (focused) this.focusBar();
  }

  private drawBar(bar: PlacedBar, index: number, { plot, slot }: ChartLayout): SVGGElement {
    const data = this.bars[index];
    const label = data === undefined ? '' : describe(data, bar);
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
      ...bar.segments.flatMap(({ type, y, height }) => {
        const area = { x: bar.x, width: bar.width, y, height };
        return [
          svg('rect', { ...area, class: `segment ${type}`, 'data-type': type }),
          svg('rect', { ...area, class: `pattern ${type}`, 'data-type': type }),
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
    const chosen = this.drag === undefined ? this.brush && barsWithin(this.bars, this.brush) : this.dragged();
    if (chosen === undefined) return undefined;
    const [first, last] = chosen;
    const width = slot * (last - first + 1);
    return svg('rect', { class: 'brush', x: plot.left + slot * first, y: plot.top, width, height: plot.bottom - plot.top });
  }

  private dragged(): readonly [number, number] | undefined {
    return this.drag === undefined ? undefined : [Math.min(this.drag.start, this.at), Math.max(this.drag.start, this.at)];
  }

  private isChosen(index: number): boolean {
    const chosen = this.brush && barsWithin(this.bars, this.brush);
    return chosen !== undefined && index >= chosen[0] && index <= chosen[1];
  }

  private focusBar(): void {
    this.element.querySelector<SVGElement>('.bar[tabindex="0"]')?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.bars.length - 1;
    const targets: Readonly<Record<string, number>> = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (event.key === 'Escape' && this.brush !== undefined) this.events.onChoose(undefined);
    else if (event.key === 'Enter' || event.key === ' ') this.choose(this.at, this.at);
    else if (target !== undefined) {
      this.at = Math.max(0, Math.min(target, last));
      if (event.shiftKey) this.events.onChoose(spanOf(this.bars, this.from, this.at));
      else this.from = this.at;
      this.draw();
      this.focusBar();
    } else return;
    event.preventDefault();
  }

  private onDown(event: PointerEvent): void {
    if (this.layout === undefined || event.button !== 0) return;
    const index = barAt(this.layout, this.xOf(event));
    const segment = event.target instanceof SVGElement ? event.target.dataset['type'] : undefined;
    this.drag = { start: event.shiftKey ? this.from : index, type: POLICY_TYPES.find((type) => type === segment) };
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
    this.choose(drag.start, this.at, drag.type);
  }

  private stopDrag(): void {
    this.drag = undefined;
    this.draw();
  }

  /** Chooses bars; what is chosen already is let go. */
  private choose(a: number, b: number, type?: PolicyType): void {
    const span = spanOf(this.bars, a, b);
    if (span === undefined) return;
    const again = this.brush !== undefined && String(barsWithin(this.bars, this.brush)) === String([Math.min(a, b), Math.max(a, b)]);
    const several = (this.layout?.bars[a]?.segments.length ?? 0) > 1;
    this.events.onChoose(again ? undefined : span, a === b && several && !again ? type : undefined);
  }
}

/** `18:00 to 21:00, 61 alerts: 61 audit event`. */
function describe(bar: ChartBar, { total, segments }: PlacedBar): string {
  const head = t('{0}, {1}', barSpan(bar.from, bar.to), alertCount(total));
  const parts = segments.map(({ type, count: number }) => `${count(number)} ${typeName(type).toLowerCase()}`);
  return parts.length === 0 ? head : `${head}: ${parts.join(', ')}`;
}

/** For themes of high contrast, where colour alone must not tell types apart. */
function patterns(): SVGElement {
  const square = { width: 6, height: 6, patternUnits: 'userSpaceOnUse' };
  return svg(
    'defs',
    {},
    svg('pattern', { id: 'pattern-config', ...square }, svg('path', { class: 'ink', d: 'M-1 7L7 -1M-1 1L1 -1M5 7L7 5' })),
    svg('pattern', { id: 'pattern-anomaly', ...square }, svg('circle', { class: 'ink dot', cx: 3, cy: 3, r: 1.4 })),
  );
}
