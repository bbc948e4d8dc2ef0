import type { ResourceRow } from '../../src/engine/resource-page';
import { localTime, regionLabel, utcTime } from '../format';
import type { Column } from '../grid/cells';
import { t } from '../localise';

/** The columns of a list of resources: which, of what kind and in what state first. */
export function resourceColumns(regions: Readonly<Record<string, string>>): readonly Column<ResourceRow>[] {
  const sortable = true;
  const code = true;
  return [
    { key: 'resource', title: t('Resource'), min: 260, grow: 1, text: ({ resource }) => resource, code, sortable },
    { key: 'status', title: t('Status'), min: 90, grow: 0.1, text: ({ status }) => statusText(status), sortable },
    { key: 'api', title: t('Kind of record'), min: 210, grow: 0.6, text: ({ api }) => api, code, sortable },
    { key: 'region', title: t('Region'), min: 170, grow: 0.4, text: ({ region }) => regionLabel(region, regions), sortable },
    { key: 'account', title: t('Account'), min: 112, grow: 0.1, text: ({ account }) => account, code, sortable },
    {
      key: 'asOf',
      title: t('As of'),
      min: 166,
      grow: 0.2,
      text: ({ asOf }) => localTime(asOf),
      hint: ({ asOf }) => utcTime(asOf),
      sortable,
    },
    { key: 'type', title: t('Type'), min: 190, grow: 0.6, text: ({ type }) => type, code, sortable },
    { key: 'service', title: t('Service'), min: 90, grow: 0.2, text: ({ service }) => service, code, sortable },
    { key: 'tags', title: t('Tags'), min: 150, grow: 0.6, text: tagsText, code },
  ];
}

function statusText(status: ResourceRow['status']): string {
  return status === 'deleted' ? t('deleted') : t('active');
}

function tagsText({ tags }: ResourceRow): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
