import type { HitsOverTime } from '../../src/protocol/results';
import type { Bar, Series } from '../chart/layout';
import { t } from '../localise';

/** Keys of our own for the values of records: a class of the stylesheet each. */
export function stacked({ by, series, others, bars }: HitsOverTime): { readonly names: readonly Series[]; readonly bars: readonly Bar[] } {
  const named = series.map((value, place) => ({ key: `series-${place}`, name: by === undefined ? t('Events') : (value ?? t('(none)')) }));
  const rest = others === 0 ? [] : [{ key: 'series-rest', name: others === 1 ? t('1 other') : t('{0} others', others) }];
  const names = [...named, ...rest];
  return {
    names,
    bars: bars.map(({ from, to, counts }) => ({
      from,
      to,
      counts: Object.fromEntries(names.map(({ key }, place) => [key, counts[place] ?? 0])),
    })),
  };
}
