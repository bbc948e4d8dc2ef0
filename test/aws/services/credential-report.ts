import type { IamWorld, UserWorld } from '../world/identity';

/** Columns of IAM's credential report, in their order. */
const COLUMNS =
  'user arn user_creation_time password_enabled password_last_used password_last_changed password_next_rotation mfa_active access_key_1_active access_key_1_last_rotated access_key_1_last_used_date access_key_1_last_used_region access_key_1_last_used_service access_key_2_active access_key_2_last_rotated access_key_2_last_used_date access_key_2_last_used_region access_key_2_last_used_service cert_1_active cert_1_last_rotated cert_2_active cert_2_last_rotated'.split(
    ' ',
  );
const NONE = 'N/A';
/** When the accounts of the world began. */
const BEGAN = '2023-02-06T08:12:44+00:00';

/** The report as IAM writes it: one line for the root user, one for each other. */
export function credentialReport(account: string, { users, rootHasMfa }: IamWorld): string {
  const root = {
    user: '<root_account>',
    arn: `arn:aws:iam::${account}:root`,
    user_creation_time: BEGAN,
    password_enabled: 'not_supported',
    password_last_used: 'no_information',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: String(rootHasMfa),
  };
  return [COLUMNS.join(','), line(root), ...users.map((user) => line(rowOf(user)))].join('\n');
}

function rowOf({ detail, password, mfa, keys }: UserWorld): Readonly<Record<string, string>> {
  const used = password?.lastUsed === undefined ? 'no_information' : stamp(password.lastUsed);
  return {
    user: detail.UserName ?? '',
    arn: detail.Arn ?? '',
    user_creation_time: stamp(detail.CreateDate),
    password_enabled: String(password !== undefined),
    password_last_used: password === undefined ? NONE : used,
    password_last_changed: password === undefined ? NONE : stamp(detail.CreateDate),
    password_next_rotation: NONE,
    mfa_active: String(mfa),
    ...Object.fromEntries(
      keys.flatMap(({ active, rotated }, index) => [
        [`access_key_${index + 1}_active`, String(active)],
        [`access_key_${index + 1}_last_rotated`, stamp(rotated)],
      ]),
    ),
  };
}

function line(row: Readonly<Record<string, string>>): string {
  return COLUMNS.map((column) => row[column] ?? (/^(?:access_key|cert)_\d_active$/.test(column) ? 'false' : NONE)).join(',');
}

function stamp(time: Date | undefined): string {
  return time === undefined ? NONE : time.toISOString().replace(/\.\d+Z$/, '+00:00');
}
