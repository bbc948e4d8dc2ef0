import type { EventRow } from '../../src/protocol/results';
import { localTime, regionLabel, utcTime } from '../format';
import type { Column } from '../grid/cells';
import { t } from '../localise';

/** The columns of a list of events: when, what and who first, so that half a window shows them. What a row doesn't have is blank, and not a dash: a name may be a dash. */
export function eventColumns(regions: Readonly<Record<string, string>>): readonly Column<EventRow>[] {
  const sortable = true;
  const code = true;
  return [
    {
      key: 'time',
      title: t('Time'),
      min: 166,
      grow: 0.2,
      text: ({ time }) => localTime(time),
      hint: ({ time }) => utcTime(time),
      sortable,
    },
    { key: 'operation', title: t('Operation'), min: 190, grow: 1, text: ({ operation }) => operation, code, sortable },
    { key: 'user', title: t('User'), min: 130, grow: 0.8, text: ({ user }) => user ?? '', code, sortable },
    { key: 'region', title: t('Region'), min: 170, grow: 0.4, text: ({ region }) => regionLabel(region, regions), sortable },
    { key: 'service', title: t('Service'), min: 170, grow: 0.6, text: ({ service }) => service, code, sortable },
    { key: 'subject', title: t('Subject'), min: 130, grow: 0.8, text: ({ subject }) => subject ?? '', code, sortable },
    { key: 'role', title: t('Role'), min: 150, grow: 0.8, text: ({ role }) => role ?? '', code, sortable },
    { key: 'ip', title: t('IP address'), min: 120, grow: 0.3, text: ({ ip }) => ip ?? '', code, sortable },
    { key: 'account', title: t('Account'), min: 112, grow: 0.1, text: ({ account }) => account, code, sortable },
    { key: 'errorCode', title: t('Error'), min: 130, grow: 0.6, text: ({ errorCode }) => errorCode ?? '', code, sortable },
  ];
}
