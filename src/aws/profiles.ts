import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import type { Access, Profile, ProfileKind } from '../domain/live';
import { homeRegion, partitionOf, partitionOfArn } from '../domain/partition';
import type { ProfileList } from './live-api';

/** A profile's section: both files taken together, as the SDK does it. */
export type Section = Readonly<Record<string, string | undefined>>;

/** How a section comes to credentials: the first that fits, in the SDK's own order. */
const KINDS: readonly (readonly [ProfileKind, (section: Section) => boolean])[] = [
  ['role', (section) => has(section, 'role_arn') && (has(section, 'source_profile') || has(section, 'credential_source'))],
  ['keys', (section) => has(section, 'aws_access_key_id') && has(section, 'aws_secret_access_key')],
  ['web-identity', (section) => has(section, 'role_arn') && has(section, 'web_identity_token_file')],
  ['process', (section) => has(section, 'credential_process')],
  ['sso', isSso],
];

/** What of the environment gives credentials, all of a line together. */
const ENVIRONMENT: readonly (readonly string[])[] = [
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN'],
  ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
];

/** The shared files and the variables that name others. */
const FILES = [
  { variable: 'AWS_CONFIG_FILE', name: 'config' },
  { variable: 'AWS_SHARED_CREDENTIALS_FILE', name: 'credentials' },
] as const;

/** The sections of the shared files by profile, read anew. */
export function readSections(): Promise<Readonly<Record<string, Section>>> {
  return parseKnownFiles({ ignoreCache: true });
}

/** All profiles there are, by name; first, with an empty name, what the environment gives. A file that is broken costs what is broken in it. */
export async function listProfiles(): Promise<ProfileList> {
  const [sections, problems] = await Promise.all([readSections(), Promise.all(FILES.map(fileProblems))]);
  const named = Object.entries(sections)
    .filter(([name]) => !/^(?:sso-session|services)\./.test(name))
    .map(([name, section]) => profileOf(name, section))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const given = ENVIRONMENT.some((variables) => variables.every((variable) => has(process.env, variable)));
  return { profiles: [...(given ? [ofEnvironment()] : []), ...named], problems: problems.flat() };
}

/** Profiles that this one builds on, itself first. */
export function chainOf(profile: string, sections: Readonly<Record<string, Section>>): readonly string[] {
  const chain: string[] = [];
  for (let name: string | undefined = profile; name !== undefined && !chain.includes(name); name = sections[name]?.['source_profile']) {
    chain.push(name);
  }
  return chain;
}

/** The region that an access is at home in: as it is set up or, where nothing is, the one where its partition keeps its accounts. */
export async function regionOf({ profile, role }: Access): Promise<string> {
  if (profile === '') return regionOfEnvironment() ?? homeRegion((role === undefined ? undefined : partitionOfArn(role)) ?? 'aws');
  const sections = await readSections();
  const chain = chainOf(profile, sections).map((name) => sections[name] ?? {});
  const set = chain.map((section) => section['region']).find((region) => region);
  if (set !== undefined) return set;
  const arn = role ?? chain.map((section) => section['role_arn']).find((text) => text);
  const signIn = chain
    .map((section) => section['sso_region'] ?? sections[`sso-session.${section['sso_session'] ?? ''}`]?.['sso_region'])
    .find((region) => region);
  return homeRegion((arn === undefined ? undefined : partitionOfArn(arn)) ?? partitionOf(signIn ?? ''));
}

/** Whether a section names a sign-in: with a session of its own or, in the older way, without. */
export function isSso(section: Section): boolean {
  return ['sso_session', 'sso_start_url', 'sso_account_id'].some((key) => has(section, key));
}

function profileOf(name: string, section: Section): Profile {
  const [, account = section['sso_account_id'] ?? section['aws_account_id'], role = section['sso_role_name']] =
    /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(section['role_arn'] ?? '') ?? [];
  return {
    name,
    kind: KINDS.find(([, fits]) => fits(section))?.[0] ?? 'other',
    ...given('region', section['region']),
    ...given('account', account),
    ...given('role', role),
    ...given('ssoSession', section['sso_session']),
  };
}

function ofEnvironment(): Profile {
  return { name: '', kind: 'environment', ...given('region', regionOfEnvironment()) };
}

function regionOfEnvironment(): string | undefined {
  return process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined;
}

function given<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, string>);
}

function has(values: Section, key: string): boolean {
  return values[key] !== undefined && values[key] !== '';
}

/** What the SDK passes over in silence: a file that can't be read, that is no text, or has lines that are none of its format. */
async function fileProblems({ variable, name }: (typeof FILES)[number]): Promise<readonly string[]> {
  const path = (process.env[variable] || join(homedir(), '.aws', name)).replace(/^~(?=\/)/, homedir());
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !has(process.env, variable)) return [];
    return [`${path} could not be read: ${code ?? message}.`];
  }
  if (text.includes('\0') || text.includes('\ufffd'))
    return [`${path} is no UTF-8 text. Save it as UTF-8, without the rest being changed.`];
  if (/^\s*\[\s*(?:profile\s+)?__proto__\s*\]/m.test(text)) return [`${path} has a profile named __proto__ and is not read. Rename it.`];
  const lines = text.split(/\r?\n/).flatMap((line, index) => (isLine(line) ? [] : [index + 1]));
  // Only where it is: what stands there may be a secret.
  return lines.length === 0
    ? []
    : [`${path} has lines that are no setting and no section, and are passed over: ${lines.slice(0, 5).join(', ')}.`];
}

function isLine(line: string): boolean {
  const text = line.split(/(?:^|\s)[;#]/, 1)[0]?.trim() ?? '';
  return text === '' || /^\[[^\]]+\]$/.test(text) || /^[^=]+=/.test(text);
}
