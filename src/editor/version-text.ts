import type { Root } from '../domain/chain';
import type { Version } from '../domain/version';
import { strengthText } from './chain-text';
import type { Translate } from './documents/configuration-text';
import { visible } from './markdown';

/** Who stands behind a change, never more certain than the records are; as long as nothing is known, who called. */
export function authorText({ principal }: Pick<Version, 'principal'>, root: Root | undefined, t: Translate): string {
  const caller = visible(principal);
  if (root?.name === undefined || root.kind === 'unknown' || root.kind === 'before-log') return caller === '' ? t('(unknown)') : caller;
  const author = t('{0} ({1})', visible(root.name), strengthText(root.strength, undefined, t));
  return caller === '' || principal === root.name ? author : t('{0}, by {1}', author, caller);
}
