import type { Root } from '../domain/chain';
import type { CalledVersion, SeenVersion, Version } from '../domain/version';
import { strengthText } from './chain-text';
import type { Translate } from './documents/configuration-text';
import { visible } from './markdown';

/** What made a resource what it is: a call, or that it was seen so. */
export function versionTitle(version: Version, t: Translate): string {
  if (version.kind === 'call') return version.operation;
  if (version.change === 'deleted') return t('Seen to be gone');
  return version.change === 'seen' ? t('Seen in the account') : t('Seen changed');
}

type Told = Pick<CalledVersion, 'kind' | 'principal'> | Pick<SeenVersion, 'kind'>;

/** Who stands behind a change, never more certain than the records are; as long as nothing is known, who called. A look names nobody. */
export function authorText(version: Told, root: Root | undefined, t: Translate): string {
  if (version.kind === 'seen') return t('As the account answered; it doesn’t tell who changed it');
  const caller = visible(version.principal);
  if (root?.name === undefined || root.kind === 'unknown' || root.kind === 'before-log') return caller === '' ? t('(unknown)') : caller;
  const author = t('{0} ({1})', visible(root.name), strengthText(root.strength, undefined, t));
  return caller === '' || version.principal === root.name ? author : t('{0}, by {1}', author, caller);
}
