import type { Action } from '../../src/protocol/common';
import type { RegionOnRadar } from '../../src/protocol/dashboard';
import { el } from '../dom';
import { localTime, regionLabel, utcTime } from '../format';
import type { Column } from '../grid/cells';
import { Grid, type GridOptions } from '../grid/grid';
import { USUAL } from '../grid/layout';
import { toTsv } from '../grid/tsv';
import { severityIcon } from '../icons';
import { count, t } from '../localise';
import { visible } from '../visible';
import { sortedRegions, type RadarColumn } from './radar-sort';

/** What stands in each region and who has worked there: the regions that should be empty, and all where somebody asks for them. */
export class RadarTable {
  readonly element: HTMLElement;
  private readonly amount = el('span', { class: 'muted', role: 'status' });
  private readonly more = el('button', { type: 'button', class: 'linklike', 'data-key': 'all-regions' });
  private readonly grid: Grid<RegionOnRadar>;
  private readonly columns: readonly (Column<RegionOnRadar> & { readonly key: RadarColumn | 'filter' })[];
  private regions: readonly RegionOnRadar[] = [];
  private shown: readonly RegionOnRadar[] = [];
  private all = false;
  private sort: { readonly key: RadarColumn; readonly descending: boolean } | undefined;

  constructor(
    names: Readonly<Record<string, string>>,
    onRegion: (region: RegionOnRadar) => void,
    private readonly act: (action: Action) => void,
  ) {
    this.columns = columns(names, onRegion);
    const shown = (): readonly RegionOnRadar[] => this.shown;
    const options: GridOptions<RegionOnRadar> = {
      id: 'radar',
      label: t('Region radar'),
      columns: this.columns,
      source: {
        get total() {
          return shown().length;
        },
        row: (index) => this.shown[index],
        want: () => undefined,
      },
      onOpen: onRegion,
      onSort: (key) => this.sortBy(key as RadarColumn), // of the columns that can be sorted by
      onCopy: () => this.copy(),
    };
    this.grid = new Grid<RegionOnRadar>(options, { ...USUAL, pinned: ['region'] });
    this.more.addEventListener('click', () => {
      this.all = !this.all;
      this.draw();
    });
    const head = el('div', { class: 'section-head' }, el('h2', {}, t('Region radar')), this.amount, this.more);
    this.element = el('section', { class: 'radar', 'aria-label': t('Region radar'), hidden: true }, head, this.grid.element);
  }

  show(regions: readonly RegionOnRadar[]): void {
    this.regions = regions;
    this.draw();
  }

  /** Shows all regions, and brings the table into view. */
  reveal(): void {
    this.all = true;
    this.draw();
    this.element.scrollIntoView({ block: 'start' });
    this.grid.element.focus();
  }

  private draw(): void {
    const unused = this.regions.filter(({ unusedButInhabited }) => unusedButInhabited);
    this.shown = sortedRegions(this.all ? this.regions : unused, this.sort);
    this.element.hidden = this.shown.length === 0;
    this.amount.textContent =
      unused.length === 1 ? t('1 region unused but inhabited') : t('{0} regions unused but inhabited', unused.length);
    this.more.hidden = this.regions.length === unused.length;
    this.more.textContent = this.all && unused.length > 0 ? t('Show fewer') : t('Show all {0}', this.regions.length);
    this.more.setAttribute('aria-expanded', String(this.all));
    this.grid.showHeading({ filtered: [], ...(this.sort !== undefined && { sorted: this.sort }) });
    this.grid.refresh();
  }

  private sortBy(key: RadarColumn): void {
    this.sort = { key, descending: this.sort?.key === key ? !this.sort.descending : key !== 'region' && key !== 'account' };
    this.draw();
  }

  private copy(): void {
    const { first, last, left, right } = this.grid.chosen;
    const columns = this.grid.shown.slice(left, right + 1);
    this.act({ kind: 'copy', text: toTsv(this.shown.slice(first, last + 1).map((region) => columns.map(({ text }) => text(region)))) });
  }
}

function columns(
  names: Readonly<Record<string, string>>,
  onRegion: (region: RegionOnRadar) => void,
): readonly (Column<RegionOnRadar> & { readonly key: RadarColumn | 'filter' })[] {
  const time = (at: number | undefined): string => (at === undefined ? '' : localTime(at));
  const hint = (at: number | undefined): string => (at === undefined ? '' : utcTime(at));
  return [
    { key: 'region', title: t('Region'), min: 212, grow: 1, text: ({ region }) => regionLabel(region, names), sortable: true },
    {
      key: 'state',
      title: t('State'),
      min: 180,
      grow: 0.2,
      text: ({ unusedButInhabited }) => (unusedButInhabited ? t('unused but inhabited') : ''),
      mark: ({ unusedButInhabited }) => (unusedButInhabited ? severityIcon('medium') : el('span')),
      sortable: true,
    },
    { key: 'account', title: t('Account'), min: 112, grow: 0.2, text: ({ account }) => account, code: true, sortable: true },
    { key: 'alive', title: t('Alive'), min: 78, grow: 0.1, text: ({ alive }) => count(alive), sortable: true },
    {
      key: 'lastHuman',
      title: t('Last person'),
      min: 124,
      grow: 1,
      text: ({ lastHuman }) => (lastHuman === undefined ? '' : visible(lastHuman.name)),
      code: true,
      sortable: true,
    },
    {
      key: 'lastHumanAt',
      title: t('Last seen there'),
      min: 156,
      grow: 0.3,
      text: ({ lastHuman }) => time(lastHuman?.at),
      hint: ({ lastHuman }) => hint(lastHuman?.at),
      sortable: true,
    },
    { key: 'humanWrites', title: t('Human writes'), min: 120, grow: 0.2, text: ({ humanWrites }) => count(humanWrites), sortable: true },
    { key: 'roleWrites', title: t('Role writes'), min: 106, grow: 0.2, text: ({ roleWrites }) => count(roleWrites), sortable: true },
    {
      key: 'serviceWrites',
      title: t('Service writes'),
      min: 124,
      grow: 0.2,
      text: ({ serviceWrites }) => count(serviceWrites),
      sortable: true,
    },
    {
      key: 'firstSeen',
      title: t('First event'),
      min: 156,
      grow: 0.3,
      text: ({ firstSeen }) => time(firstSeen),
      hint: ({ firstSeen }) => hint(firstSeen),
      sortable: true,
    },
    {
      key: 'filter',
      title: t('Show this region only'),
      min: 30,
      grow: 0.001,
      text: () => '',
      action: { icon: 'filter', run: onRegion },
    },
  ];
}
