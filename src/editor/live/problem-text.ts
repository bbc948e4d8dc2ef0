import type { Connection, Problem, ProfileKind } from '../../domain/live';
import { regionLabel } from '../../domain/regions';
import type { SyncSource } from '../../engine/api';
import type { Translate } from '../documents/configuration-text';
import { visible } from '../markdown';
import type { Fold } from './fold';

/** What went wrong, in a few words. */
export function reasonText({ reason, message }: Problem, t: Translate): string {
  switch (reason) {
    case 'denied':
      return t('not permitted');
    case 'sso-expired':
      return t('the sign-in has expired');
    case 'expired':
      return t('the credentials have expired');
    case 'no-credentials':
      return t('no credentials were found');
    case 'mfa':
      return t('an MFA code is needed');
    case 'not-opted-in':
      return t('the region is not opted in');
    case 'throttled':
      return t('AWS slowed the calls down for too long');
    case 'network':
      return t('the endpoint could not be reached');
    case 'timeout':
      return t('no answer in time');
    case 'clock':
      return t('the clock of this machine is wrong');
    case 'answer':
      return t('the answer could not be understood');
    case 'other':
      return visible(message);
  }
}

/** `production (111111111111)`, or the number alone. */
export function accountText({ account, alias }: Pick<Connection, 'account' | 'alias'>): string {
  return alias === undefined ? account : `${visible(alias)} (${account})`;
}

export function sourceText(source: SyncSource, t: Translate): string {
  switch (source) {
    case 'events':
      return t('events');
    case 'trails':
      return t('log files of trails');
    case 'inventory':
      return t('resources');
  }
}

export function kindText(kind: ProfileKind, t: Translate): string {
  switch (kind) {
    case 'sso':
      return t('single sign-on');
    case 'role':
      return t('assumed role');
    case 'keys':
      return t('access key');
    case 'process':
      return t('process');
    case 'web-identity':
      return t('web identity');
    case 'environment':
      return t('environment');
    case 'other':
      return t('other');
  }
}

/** `us-east-2 (AWS Ohio)`, `us-east-2 (AWS Ohio) and 15 more regions`; empty: the account as a whole. */
export function regionsText(regions: readonly string[], t: Translate): string {
  const [first, ...more] = regions.filter((region) => region !== '');
  if (first === undefined) return '';
  const shown = visible(regionLabel(first));
  if (more.length === 0) return shown;
  return more.length === 1 ? t('{0} and 1 more region', shown) : t('{0} and {1} more regions', shown, String(more.length));
}

/** `111111111111, us-east-2 (AWS Ohio): not permitted (ecs:ListClusters). UNKNOWN: resources of 3 kinds.` */
export function foldText({ account, source, problem, operations, regions, apis }: Fold, t: Translate): string {
  const place = regionsText(regions, t);
  const [operation, ...others] = operations;
  const calls = operation === undefined ? '' : ` (${operation}${others.length > 0 ? ', …' : ''})`;
  const what = apis.length > 1 ? t('resources of {0} kinds', String(apis.length)) : (apis[0] ?? sourceText(source, t));
  const where = place === '' ? account : `${account}, ${place}`;
  return t('{0}: {1}. UNKNOWN: {2}.', where, `${reasonText(problem, t)}${visible(calls)}`, visible(what));
}
