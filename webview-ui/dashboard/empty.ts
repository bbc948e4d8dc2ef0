import type { Action } from '../../src/protocol/common';
import type { DashboardData, DashboardFilter } from '../../src/protocol/dashboard';
import { button } from '../controls';
import { localTime } from '../format';
import { t } from '../localise';
import { notice } from '../notice';
import { cleared, isNarrowed, localDayOf, withRange } from './filter';

/** What stands in place of the lists where there is nothing in them; `undefined` where there is something. */
export function emptyNotice(
  data: DashboardData,
  filter: DashboardFilter,
  onFilter: (filter: DashboardFilter) => void,
  act: (action: Action) => void,
): HTMLElement | undefined {
  if (data.matching > 0) return undefined;
  if (data.events === 0 || data.newestEvent === undefined) {
    return notice(
      t('Nothing to show yet'),
      t('The dashboard shows what your policies find in CloudTrail logs. Everything stays on this machine.'),
      button(t('Open the Sample Investigation'), () => act({ kind: 'openSample' }), { look: 'primary' }),
      button(t('Open Log Files…'), () => act({ kind: 'openLogs' })),
    );
  }
  if (isNarrowed(filter)) {
    const clear = button(t('Clear all filters'), () => onFilter(cleared(filter)), { look: 'primary' });
    return notice(t('No alert passes these filters'), t('The time range holds {0} alerts without them.', data.total), clear);
  }
  const newest = data.newestEvent;
  const day = button(t('Show the day of the newest event'), () => onFilter(withRange(filter, localDayOf(newest))), { look: 'primary' });
  return data.allOlder
    ? notice(t('No alerts in this time range'), t('All events are older. The newest is of {0}.', localTime(newest)), day)
    : notice(t('No alerts in this time range'), t('The newest event is of {0}.', localTime(newest)));
}
