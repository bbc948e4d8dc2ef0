import { event, type DiagnosticTable } from './row';

/** Values that are missing, of the wrong kind, or known not to be. */
export const VALUE_DIAGNOSTICS = {
  'value-expected': {
    severity: 'error',
    message: 'A value is missing after "{0}".',
    doc: 'The operator compares with a value: a text in quotes, a number, or a word without blanks.',
    bad: event('user ='),
    good: event("user = 'root'"),
  },
  'number-expected': {
    severity: 'error',
    message: '"{0}" compares with a number; "{1}" is none.',
    doc: 'Numbers are written without thousands separators: `10`, `-1`, `2.5`. Digits with a leading zero are an id, not a number.',
    bad: event("json.rule = $.additionalEventData.bytesTransferredOut greater than 'ten'"),
    good: event('json.rule = $.additionalEventData.bytesTransferredOut greater than 10'),
  },
  'count-expected': {
    severity: 'error',
    message: '"{0}" compares with a whole number; "{1}" is none.',
    doc: 'The operator counts elements, characters or words: it compares with a whole number.',
    bad: event('json.rule = $.resources size greater than 2.5'),
    good: event('json.rule = $.resources size greater than 2'),
  },
  'type-unknown': {
    severity: 'error',
    message: '"{0}" is none of Array, Object, String, Integer, Number, Boolean.',
    doc: 'These are the types of JSON that `isType` tells apart. A text of digits is a String.',
    bad: event('json.rule = $.requestParameters isType Objekt'),
    good: event('json.rule = $.requestParameters isType Object'),
  },
  'regex-invalid': {
    severity: 'error',
    message: '"{0}" is no regular expression that is understood here.',
    doc: 'It stands between slashes, with `i` behind them where case means nothing: `/prod-[0-9]+/i`. Understood are characters, `.`, classes such as `[a-z]`, `\\d`, `\\w` and `\\s`, groups, `|`, and the repetitions `*`, `+`, `?` and `{2,5}`. The whole value has to match. Look-around and back-references are not: they can take for ever.',
    bad: event('json.rule = $.resources[?(@.type =~ /(?=AWS).*/)] exists'),
    good: event('json.rule = $.resources[?(@.type =~ /AWS::.*/)] exists'),
  },
  'crud-unknown': {
    severity: 'error',
    message: '"{0}" is none of create, read, update, delete.',
    doc: '`crud` says what a call does, in one of these four words.',
    bad: event("crud = 'delet'"),
    good: event("crud = 'delete'"),
  },
  'region-unknown': {
    severity: 'warning',
    message: 'No AWS region is called "{0}".',
    doc: "A region is written by its code, `'us-east-2'`, or its name, `'AWS Ohio'`. A name that no region has finds nothing.",
    bad: event("cloud.region = 'AWS Ohoi'"),
    good: event("cloud.region = 'AWS Ohio'"),
  },
  'group-unknown': {
    severity: 'warning',
    message: 'There are no groups of accounts here, so no event belongs to "{0}".',
    doc: 'Groups of accounts are made in other products. Name the accounts instead.',
    bad: event("cloud.account.group = 'Production'"),
    good: event("cloud.account IN ('111122223333', '444455556666')"),
  },
  'flag-alone': {
    severity: 'warning',
    message: '"{0}" stands alone, without an operator.',
    doc: 'The attribute is a condition by itself. Its opposite is `NOT has.anomaly`.',
    bad: event("has.anomaly = true AND cloud.type = 'aws'"),
    good: event("has.anomaly AND cloud.type = 'aws'"),
  },
  'cloud-unknown': {
    severity: 'warning',
    message: 'There are no accounts of "{0}" here.',
    doc: "Nephoscope reads the logs of AWS; `cloud.type = 'aws'` holds for each of them, and any other for none.",
    bad: event("cloud.type = 'azure'"),
    good: event("cloud.type = 'aws'"),
  },
  'address-invalid': {
    severity: 'error',
    message: '"{0}" is no IP address and no network such as 203.0.113.0/24.',
    doc: '`ip` compares with IPv4 and IPv6 addresses and with networks in CIDR notation. Calls that a service made have no address; ask for those with `ip does not exist`.',
    bad: event("ip = '203.0.113.300'"),
    good: event("ip = '203.0.113.30'"),
  },
} as const satisfies DiagnosticTable;
