import * as vscode from 'vscode';
import type { Problem } from '../../domain/live';

/** What a person can do so that something unknown becomes known. */
export function remedyText({ reason, operation }: Pick<Problem, 'reason' | 'operation'>): string {
  switch (reason) {
    case 'denied':
      return operation === undefined
        ? vscode.l10n.t('Allow the call in the IAM policy of the role or user, then refresh.')
        : vscode.l10n.t('Allow {0} in the IAM policy of the role or user, then refresh.', operation);
    case 'sso-expired':
      return vscode.l10n.t('Sign in, then refresh.');
    case 'expired':
    case 'no-credentials':
      return vscode.l10n.t('Renew the credentials of the profile, then refresh.');
    case 'mfa':
      return vscode.l10n.t('Connect the account again with a code of your device.');
    case 'not-opted-in':
      return vscode.l10n.t('Opt in to the region in the account settings of AWS, if you need it.');
    case 'network':
      return vscode.l10n.t('Look at the network and the proxy settings, then refresh.');
    case 'clock':
      return vscode.l10n.t('Set the clock of this machine, then refresh.');
    case 'throttled':
    case 'timeout':
    case 'answer':
    case 'other':
      return vscode.l10n.t('Refresh in a while.');
  }
}
