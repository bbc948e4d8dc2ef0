import '../shared.css';
import '../grid/grid.css';
import '../chart/chart.css';
import './dashboard.css';
import type {
  DashboardCalls,
  DashboardData,
  DashboardEvents,
  DashboardFilter,
  DashboardState,
  PolicyType,
} from '../../src/protocol/dashboard';
import { Chart } from '../chart/chart';
import type { Series } from '../chart/layout';
import { drawChartTable } from '../chart/table';
import { button, progressRing, toggle } from '../controls';
import { el, fill } from '../dom';
import { alertCount, typeName } from '../format';
import { t } from '../localise';
import { notice } from '../notice';
import { openPage, type Page } from '../page';
import { AlertList } from './alert-list';
import { drawChips } from './chips';
import { emptyNotice } from './empty';
import { toggled, withBrush, withPlace, withRange, withRegion, withStory } from './filter';
import { drawHeadline } from './headline';
import { drawLegend } from './legend';
import { RadarTable } from './radar';
import { RangeBar } from './range-bar';
import { StoryList } from './stories';
import { drawTops } from './tops';
import { POLICY_TYPES } from './types';

/** The dashboard: shows the state the host tells, and asks for another filter. It keeps no data of its own. */
class Dashboard {
  private readonly rangeBar = new RangeBar((range) => this.filterBy(withRange(this.filter, range)));
  private readonly chart = new Chart({
    height: 190,
    label: chartLabel,
    amount: alertCount,
    eager: true,
    onChoose: (brush, key) =>
      this.choose(
        brush,
        POLICY_TYPES.find((type) => type === key),
      ),
  });
  private readonly stories: StoryList;
  private readonly radar: RadarTable;
  private readonly alerts: AlertList;
  private readonly headline = el('div', { class: 'headline', role: 'group', 'aria-label': t('Alerts by severity') });
  private readonly legend = el('div', { class: 'legend', role: 'group', 'aria-label': t('Policy types') });
  private readonly table = el('div', { class: 'table', hidden: true });
  private readonly asTable = toggle({ class: 'as-table', key: 'as-table', pressed: false }, () => this.switchTable(), t('Show as table'));
  private readonly chips = el('div', { class: 'chips', role: 'group', 'aria-label': t('Filters in force'), hidden: true });
  private readonly tops = el('div', { class: 'tops' });
  private readonly message = el('div', { class: 'message' });
  private readonly lists: HTMLElement;
  private readonly overview: HTMLElement;
  private readonly chartCard: HTMLElement;
  private filter: DashboardFilter = { range: { kind: 'past', amount: 24, unit: 'hours' }, severities: [], types: [] };
  private data: DashboardData | undefined;
  /** The filter whose alerts are listed: while it stays, the list keeps its place. */
  private listed = '';
  /** The type that a click on the chart chose along with its hours. */
  private clickedType: PolicyType | undefined;

  constructor(private readonly page: Page<DashboardCalls, DashboardEvents>) {
    this.alerts = new AlertList(page.init.regions, page.act);
    this.stories = new StoryList((story) => this.filterBy(withStory(this.filter, story)), page.act);
    this.radar = new RadarTable(page.init.regions, (region) => this.filterBy(withPlace(this.filter, region)), page.act);
    const head = el('div', { class: 'section-head' }, el('h2', {}, chartLabel()), this.legend, this.asTable);
    this.chartCard = el('section', { class: 'chart-card' }, head, this.chart.element, this.table);
    this.overview = el('div', { class: 'overview' }, this.headline, this.chartCard);
    this.lists = el('div', { class: 'lists' }, this.tops, this.stories.element, this.radar.element, this.alerts.element);
    const title = el('h1', { class: 'unseen' }, t('Nephoscope: Dashboard'));
    document.body.append(el('main', {}, title, this.rangeBar.element, this.overview, this.chips, this.message, this.lists));
    this.hideAll();
    fill(this.message, el('div', { class: 'notice' }, progressRing(t('Loading'))));
    page.client.on('state', (state) => this.show(state));
    page.client.on('radar', ({ regions, reveal }) => {
      this.radar.show(regions);
      if (reveal) this.radar.reveal();
    });
    this.ask('ready', { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  }

  private show(state: DashboardState): void {
    this.filter = state.filter;
    if (state.kind === 'ready') this.data = state.data;
    const { data } = this;
    this.rangeBar.show(state.filter, data?.window, state.kind === 'loading');
    document.body.classList.toggle('stale', state.kind === 'loading');
    if (state.kind === 'failed') this.showFailure(state.message);
    else if (data !== undefined) this.showData(data, state.kind === 'ready');
  }

  private showFailure(message: string): void {
    this.hideAll();
    fill(
      this.message,
      notice(
        t('The dashboard could not be shown'),
        message,
        button(t('Retry'), () => this.ask('retry', undefined), { look: 'primary' }),
      ),
    );
  }

  /** `fresh`: the lists changed too, and not only what is chosen. */
  private showData(data: DashboardData, fresh: boolean): void {
    const { filter } = this;
    const empty = emptyNotice(data, filter, (next) => this.filterBy(next), this.page.act);
    this.overview.hidden = data.events === 0;
    this.chartCard.hidden = data.total === 0;
    this.rangeBar.element.hidden = data.events === 0;
    this.lists.hidden = false;
    for (const list of [this.tops, this.alerts.element]) list.hidden = empty !== undefined;
    if (fresh) fill(this.message, empty);
    drawHeadline(this.headline, data, filter, (severity) => this.filterBy({ ...filter, severities: toggled(filter.severities, severity) }));
    drawLegend(this.legend, data.bars, filter, (type) => this.filterBy({ ...filter, types: toggled(filter.types, type) }));
    const { brush } = filter;
    const bars = data.bars.map(({ from, to, byType }) => ({ from, to, counts: byType }));
    this.chart.show(bars, seriesOf(filter.types), brush);
    drawChartTable(this.table, chartLabel(), { bars, series: POLICY_TYPES.map((key) => ({ key, name: typeName(key) })), brush }, (chosen) =>
      this.filterBy(withBrush(filter, chosen)),
    );
    drawChips(this.chips, filter, this.page.init.regions, (next) => this.filterBy(next));
    if (fresh) drawTops(this.tops, data, filter, (region) => this.filterBy(withRegion(filter, region)));
    if (!fresh) return;
    this.stories.show(data, filter);
    const shown = JSON.stringify(filter);
    this.alerts.show(data, shown !== this.listed);
    this.listed = shown;
  }

  /** Hours let go take along the type that was chosen with them. */
  private choose(brush: DashboardFilter['brush'], type: PolicyType | undefined): void {
    const { filter, clickedType } = this;
    const release = brush === undefined && clickedType !== undefined && filter.types.length === 1 && filter.types[0] === clickedType;
    if (type !== undefined || brush === undefined) this.clickedType = type;
    const types = release ? [] : type === undefined ? filter.types : [type];
    this.filterBy(withBrush({ ...filter, types }, brush));
  }

  private hideAll(): void {
    for (const part of [this.overview, this.chips, this.lists]) part.hidden = true;
  }

  private switchTable(): void {
    const shown = this.table.hidden;
    this.table.hidden = !shown;
    this.chart.element.hidden = shown;
    this.asTable.setAttribute('aria-pressed', String(shown));
  }

  private filterBy(filter: DashboardFilter): void {
    this.ask('setFilter', filter);
  }

  private ask(method: 'ready', params: { readonly timeZone: string }): void;
  private ask(method: 'setFilter', params: DashboardFilter): void;
  private ask(method: 'retry', params: undefined): void;
  private ask(method: 'ready' | 'setFilter' | 'retry', params: never): void {
    this.page.client.request(method, params).catch((error: unknown) => this.showFailure(String(error)));
  }
}

function chartLabel(): string {
  return t('Alerts by policy type over time');
}

/** What the bars are made of: the types chosen, or all. */
function seriesOf(types: readonly PolicyType[]): readonly Series[] {
  const shown = types.length === 0 ? POLICY_TYPES : POLICY_TYPES.filter((type) => types.includes(type));
  return shown.map((key) => ({ key, name: typeName(key).toLowerCase() }));
}

void openPage<DashboardCalls, DashboardEvents>().then((page) => new Dashboard(page));
