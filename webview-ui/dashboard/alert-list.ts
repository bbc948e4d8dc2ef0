import type { Action } from '../../src/protocol/common';
import type { Alert, DashboardData } from '../../src/protocol/dashboard';
import { el } from '../dom';
import { localTime, regionLabel, severityName, utcTime } from '../format';
import type { Column } from '../grid/cells';
import { Grid } from '../grid/grid';
import { toTsv } from '../grid/tsv';
import { severityIcon } from '../icons';
import { count, t } from '../localise';
import { sortedBy, type AlertSort } from './sort';

/** The alerts that pass the filter, newest first until somebody sorts them otherwise. */
export class AlertList {
  readonly element: HTMLElement;
  private readonly heading = el('h2', {}, t('Alerts'));
  private readonly amount = el('span', { class: 'muted', role: 'status' });
  private readonly grid: Grid<Alert>;
  private readonly columns: readonly Column<Alert>[];
  private alerts: readonly Alert[] = [];
  private shown: readonly Alert[] = [];
  private sort: AlertSort = { key: 'time', descending: true };

  constructor(
    regions: Readonly<Record<string, string>>,
    private readonly act: (action: Action) => void,
  ) {
    this.columns = columns(regions, act);
    const shown = (): readonly Alert[] => this.shown;
    this.grid = new Grid<Alert>({
      id: 'alerts',
      label: t('Alerts'),
      columns: this.columns,
      source: {
        get total() {
          return shown().length;
        },
        row: (index) => this.shown[index],
        want: () => undefined,
      },
      onOpen: ({ resource }) => act({ kind: 'openConfiguration', resource }),
      onSort: (key) => this.sortBy(key),
      onCopy: () => this.copy(),
    });
    this.showSort();
    this.element = el('section', { class: 'alerts' }, el('div', { class: 'section-head' }, this.heading, this.amount), this.grid.element);
  }

  /** `top`: these are other alerts than before and not merely newer ones. */
  show({ alerts, matching, total }: DashboardData, top: boolean): void {
    this.alerts = alerts;
    this.amount.textContent =
      alerts.length < matching
        ? t('newest {0} of {1}', alerts.length, matching)
        : matching < total
          ? t('{0} of {1}', matching, total)
          : count(total);
    this.order(top);
  }

  private sortBy(key: string): void {
    this.sort = { key, descending: this.sort.key === key ? !this.sort.descending : key === 'time' };
    this.showSort();
    this.order(false);
  }

  private showSort(): void {
    this.grid.showHeading({ sorted: this.sort, filtered: [] });
  }

  private order(top: boolean): void {
    this.shown = sortedBy(this.alerts, this.sort, (alert, key) => this.columns.find((column) => column.key === key)?.text(alert) ?? '');
    this.grid.refresh(top);
  }

  private copy(): void {
    const { first, last, left, right } = this.grid.chosen;
    const columns = this.grid.shown.slice(left, right + 1);
    const rows = this.shown.slice(first, last + 1).map((alert) => columns.map(({ text }) => text(alert)));
    if (columns.length > 0) this.act({ kind: 'copy', text: toTsv(rows) });
  }
}

function columns(regions: Readonly<Record<string, string>>, act: (action: Action) => void): readonly Column<Alert>[] {
  const button = (key: string, title: string, action: NonNullable<Column<Alert>['action']>): Column<Alert> => ({
    key,
    title,
    min: 30,
    grow: 0.001,
    text: () => '',
    action,
  });
  return [
    {
      key: 'time',
      title: t('Time'),
      min: 166,
      grow: 0.5,
      text: (alert) => localTime(alert.lastSeen),
      hint: (alert) => utcTime(alert.lastSeen),
      sortable: true,
    },
    {
      key: 'severity',
      title: t('Severity'),
      min: 122,
      grow: 0.2,
      text: (alert) => severityName(alert.severity),
      mark: (alert) => severityIcon(alert.severity),
      sortable: true,
    },
    { key: 'policy', title: t('Policy'), min: 200, grow: 2, text: (alert) => alert.title, sortable: true },
    { key: 'operation', title: t('Operation'), min: 180, grow: 1, text: (alert) => alert.operation, code: true, sortable: true },
    { key: 'resource', title: t('Resource'), min: 172, grow: 1.4, text: (alert) => alert.resource, code: true, sortable: true },
    { key: 'actor', title: t('Actor'), min: 130, grow: 1, text: (alert) => alert.actor, code: true, sortable: true },
    { key: 'account', title: t('Account'), min: 112, grow: 0.2, text: (alert) => alert.account, code: true, sortable: true },
    { key: 'region', title: t('Region'), min: 166, grow: 0.6, text: (alert) => regionLabel(alert.region, regions), sortable: true },
    button('configuration', t('Open resource configuration'), {
      icon: 'configuration',
      run: ({ resource }) => act({ kind: 'openConfiguration', resource }),
    }),
    button('cause', t('Trace cause'), { icon: 'cause', run: ({ eventId }) => act({ kind: 'traceCause', subject: eventId }) }),
    button('record', t('Open newest record'), { icon: 'record', run: ({ eventId }) => act({ kind: 'openRecord', eventId }) }),
    button('search', t('Search events of this resource'), {
      icon: 'search',
      run: ({ resource }) => act({ kind: 'searchResource', resource }),
    }),
  ];
}
