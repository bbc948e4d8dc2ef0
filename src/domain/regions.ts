/** Display names of regions as people know them from posture consoles. A region without one is shown under its code. */
const NAMES: Readonly<Record<string, string>> = {
  'us-east-1': 'AWS Virginia',
  'us-east-2': 'AWS Ohio',
  'us-west-1': 'AWS California',
  'us-west-2': 'AWS Oregon',
  'ca-central-1': 'AWS Canada',
  'sa-east-1': 'AWS Sao Paulo',
  'eu-west-1': 'AWS Ireland',
  'eu-west-2': 'AWS London',
  'eu-west-3': 'AWS Paris',
  'eu-central-1': 'AWS Frankfurt',
  'eu-north-1': 'AWS Stockholm',
  'eu-south-1': 'AWS Milan',
  'ap-northeast-1': 'AWS Tokyo',
  'ap-northeast-2': 'AWS Seoul',
  'ap-northeast-3': 'AWS Osaka',
  'ap-southeast-1': 'AWS Singapore',
  'ap-southeast-2': 'AWS Sydney',
  'ap-southeast-3': 'AWS Jakarta',
  'ap-south-1': 'AWS Mumbai',
  'ap-east-1': 'AWS Hong Kong',
  'me-south-1': 'AWS Bahrain',
  'af-south-1': 'AWS Cape Town',
};

const CODES: ReadonlyMap<string, string> = new Map(Object.entries(NAMES).map(([code, name]) => [name.toLowerCase(), code]));

/** Codes of the regions that have a display name. */
export const NAMED_REGIONS: readonly string[] = Object.keys(NAMES);

/** `us-east-2` → `AWS Ohio`; `undefined` where the region has no display name. */
export function regionName(code: string): string | undefined {
  return Object.hasOwn(NAMES, code) ? NAMES[code] : undefined;
}

/** `AWS Ohio`, `aws ohio` or `US-EAST-2` → `us-east-2`. Text that is neither is returned in lower case: a code we don't know. */
export function regionCode(nameOrCode: string): string {
  const text = nameOrCode.trim().toLowerCase();
  return CODES.get(text) ?? text;
}

/** `us-east-2 (AWS Ohio)`, or the code alone. */
export function regionLabel(code: string): string {
  const name = regionName(code);
  return name === undefined ? code : `${code} (${name})`;
}

/** Services whose events are recorded in one region whatever the caller's: such an event doesn't show that the region is in use. */
export const GLOBAL_SERVICES: readonly string[] = [
  'iam.amazonaws.com',
  'sts.amazonaws.com',
  'signin.amazonaws.com',
  'sso.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'cloudfront.amazonaws.com',
  'waf.amazonaws.com',
  'shield.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'support.amazonaws.com',
  'health.amazonaws.com',
  'ce.amazonaws.com',
  'budgets.amazonaws.com',
];
