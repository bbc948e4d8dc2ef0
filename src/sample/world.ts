import { principalId, standingId } from './ids';
import { Random } from './random';

/**
 * The invented company of the sample: an organisation of three accounts (numbers that AWS's documentation sets aside),
 * the regions it works in, its people and tools. Addresses are of the ranges set aside for documentation (RFC 5737).
 */
export const ORGANISATION = 'o-7kq2m9x4ta';

export type AccountName = 'production' | 'staging' | 'sandbox';
export const ACCOUNTS: Readonly<Record<AccountName, string>> = {
  production: '111122223333',
  staging: '444455556666',
  sandbox: '777788889999',
};
export const ACCOUNT_NAMES: readonly AccountName[] = ['production', 'staging', 'sandbox'];

/** Where Identity Center, Organizations and the trail's bucket live. */
export const MANAGEMENT = ACCOUNTS.production;

/** The regions the company works in. */
export const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'] as const;
/** Where services that have no region leave their records. */
export const GLOBAL_REGION = 'us-east-1';
/** Identity Center's own region. */
export const SSO_REGION = 'eu-west-1';
/** Where nobody works, and yet something lives. */
export const STORY_REGION = 'us-east-2';

export const TRAIL = 'nimbus-works-organisation';
export const TRAIL_BUCKET = 'nimbus-works-cloudtrail';
export const IDENTITY_STORE = `arn:aws:identitystore::${MANAGEMENT}:identitystore/d-9367a1f0c2`;

export interface Person {
  readonly name: string;
  readonly ip: string;
  /** Hours ahead of UTC: when this person's day is. */
  readonly zone: number;
  /** Permission set by account; absent: no access. */
  readonly access: Readonly<Partial<Record<AccountName, string>>>;
  readonly browser: string;
}

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0';

const ADMIN = 'AdministratorAccess';
const POWER = 'PowerUserAccess';
const VIEW = 'ViewOnlyAccess';

export const PEOPLE = {
  'lena.fischer': person('lena.fischer', '192.0.2.14', 2, { production: ADMIN, staging: ADMIN, sandbox: ADMIN }, FIREFOX),
  'omar.haddad': person('omar.haddad', '192.0.2.23', 2, { production: ADMIN, staging: ADMIN }, CHROME),
  'sofia.rossi': person('sofia.rossi', '192.0.2.41', 2, { production: POWER, staging: POWER, sandbox: POWER }, CHROME),
  'amelie.durand': person('amelie.durand', '192.0.2.57', 2, { production: VIEW, staging: POWER }, EDGE),
  'noah.berg': person('noah.berg', '192.0.2.66', 2, { staging: POWER, sandbox: POWER }, FIREFOX),
  'ines.costa': person('ines.costa', '192.0.2.79', 1, { production: VIEW, staging: POWER, sandbox: POWER }, CHROME),
  'dana.lee': person('dana.lee', '198.51.100.27', -4, { staging: POWER, sandbox: POWER }, CHROME),
  'tom.walker': person('tom.walker', '198.51.100.31', -4, { production: POWER, staging: POWER }, EDGE),
  'carlos.mendes': person('carlos.mendes', '198.51.100.58', -3, { production: VIEW, staging: VIEW, sandbox: POWER }, CHROME),
  'priya.nair': person('priya.nair', '203.0.113.12', 5.5, { production: POWER, staging: POWER, sandbox: POWER }, CHROME),
  'mika.tanaka': person('mika.tanaka', '203.0.113.34', 9, { production: POWER, staging: ADMIN, sandbox: POWER }, FIREFOX),
  'jun.sato': person('jun.sato', '203.0.113.35', 9, { production: VIEW, staging: POWER, sandbox: POWER }, CHROME),
} as const satisfies Record<string, Person>;
export type PersonName = keyof typeof PEOPLE;

/** Who made what the story is about. */
export const STORY_PERSON: PersonName = 'dana.lee';
export const STORY_ACCOUNT: AccountName = 'sandbox';

function person(name: string, ip: string, zone: number, access: Person['access'], browser: string): Person {
  return { name, ip, zone, access, browser };
}

/** Programs that people and machines call AWS with, as `userAgent` gives them. */
export const AGENTS = {
  cli: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/macos#24.5.0 md/arch#arm64 lang/python#3.13.4 md/pyimpl#CPython m/Z,E,b cfg/retry-mode#standard md/installer#exe md/prompt#off',
  boto: 'Boto3/1.38.36 md/Botocore#1.38.36 ua/2.1 os/linux#6.1.134 md/arch#x86_64 lang/python#3.12.10 md/pyimpl#CPython m/Z,b cfg/retry-mode#legacy Botocore/1.38.36',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.12.2 (+https://www.terraform.io) terraform-provider-aws/5.99.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.8 md/GOOS#linux md/GOARCH#amd64',
  actions: 'aws-sdk-nodejs/2.1692.0 linux/v20.19.2 configure-aws-credentials-for-github-actions promise',
  docker: 'docker/28.2.2 go/go1.24.3 git-commit/45873be kernel/6.8.0-1021-azure os/linux arch/amd64 UpstreamClient(Docker-Client/28.2.2)',
  sso: 'aws-sdk-java/2.31.60 md/io#sync md/http#Apache md/internal ua/2.1 api/STS#2.31.x os/Linux lang/java#17.0.15 md/vendor#Amazon.com_Inc. m/E,N',
} as const;

/** The network of one account and region: what Terraform made there long ago. */
export interface Network {
  readonly vpc: string;
  readonly subnets: readonly [string, string];
  readonly group: string;
  readonly routeTable: string;
  readonly acl: string;
  readonly gateway: string;
}

export function networkOf(account: string, region: string): Network {
  const key = `${account}/${region}`;
  return {
    vpc: standingId('vpc', key),
    subnets: [standingId('subnet', `${key}/a`), standingId('subnet', `${key}/b`)],
    group: standingId('sg', `${key}/app`),
    routeTable: standingId('rtb', key),
    acl: standingId('acl', key),
    gateway: standingId('igw', key),
  };
}

/** Name and id of the role that Identity Center made for a permission set in an account. */
export function reservedRole(account: string, permissionSet: string): { readonly name: string; readonly arn: string; readonly id: string } {
  const suffix = new Random(1, `sso/${account}/${permissionSet}`).text('0123456789abcdef', 16);
  const name = `AWSReservedSSO_${permissionSet}_${suffix}`;
  return {
    name,
    arn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${SSO_REGION}/${name}`,
    id: principalId('AROA', `${account}/${name}`),
  };
}
