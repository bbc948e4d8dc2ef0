import { describe, expect, it } from 'vitest';
import { idAt, idsIn } from '../../../src/domain/find-ids';

/** Each text has what is to be found between `«` and `»`, nothing else in it is to be found. */
const FOUND: readonly (readonly [what: string, text: string, kind: string])[] = [
  ['an id by itself', '«eni-0a1b2c3d4e5f60718»', 'id'],
  ['an id of the short form', '«sg-903004f8»', 'id'],
  ['an id in Terraform', '  vpc_security_group_ids = ["«sg-0a1b2c3d4e5f60718»"]', 'id'],
  ['an id in a JSON record', '{"requestParameters":{"networkInterfaceId":"«eni-0a1b2c3d4e5f60718»"}}', 'id'],
  ['an id in escaped JSON', '"{\\"id\\":\\"«i-0a1b2c3d4e5f60718»\\"}"', 'id'],
  ['an id at the end of a sentence', 'It was «subnet-0a1b2c3d4e5f60718».', 'id'],
  ['an id in Markdown', 'see `«vpc-0a1b2c3d4e5f60718»` and', 'id'],
  ['an id within a name', 'aws-K8S-«i-0a1b2c3d4e5f60718»', 'id'],
  ['an id before a dash', '«vol-0a1b2c3d4e5f60718»-root', 'id'],
  ['an id with a dash in its prefix', 'x=«eni-attach-0a1b2c3d4e5f60718»', 'id'],
  ['an id of eight letters', '«eipalloc-0a1b2c3d4e5f60718»', 'id'],
  ['an id in Japanese', 'インターフェース«eni-0a1b2c3d4e5f60718»は', 'id'],
  ['a long-lived key', 'aws_access_key_id = «AKIAIOSFODNN7EXAMPLE»', 'key'],
  ['a key of letters alone', '«ASIAABCDEFGHIJKLMNOP»', 'key'],
  ['a role id before its session', '"principalId":"«AROACKCEVSQ6C2EXAMPLE»:ecs-eni-provisioning"', 'key'],
  ['a user id', '«AIDACKCEVSQ6C2EXAMPLE»', 'key'],
  ['an ARN', '"«arn:aws:lambda:us-east-1::function:nightly»"', 'arn'],
  ['an ARN of a bucket', 'arn = "«arn:aws:s3:::my.logs»"', 'arn'],
  ['an ARN in Markdown', '(«arn:aws:s3:::my.logs»)', 'arn'],
  ['an ARN of the government', '«arn:aws-us-gov:s3:::my.logs»', 'arn'],
  ['an ARN of a managed policy', '«arn:aws:iam::aws:policy/AdministratorAccess»', 'arn'],
  ['an ARN before a colon', '«arn:aws:s3:::my.logs»: denied', 'arn'],
  ['an ARN at the end of a sentence', 'not «arn:aws:s3:::my.logs».', 'arn'],
  ['the bucket of a pattern', '"«arn:aws:s3:::my.logs»/AWSLogs/*"', 'arn'],
  ['the group of a pattern', '"«arn:aws:logs:us-east-1::log-group:/aws/lambda/x»:*"', 'arn'],
  ['an account', '"recipientAccountId": "«777788889999»"', 'account'],
  ['an account in Terraform', 'account_id = "«777788889999»"', 'account'],
  ['an account in prose', 'in the AWS account «777788889999».', 'account'],
  ['an account in Japanese', 'アカウント «777788889999» の', 'account'],
  ['the account of a registry', 'image: «777788889999».dkr.ecr.us-east-2.amazonaws.com/worker', 'account'],
];

/** Nothing is to be found, but for numbers of which only somebody who knows the accounts can tell. */
const NOTHING: readonly (readonly [what: string, text: string])[] = [
  ['an empty text', ''],
  ['too few digits', 'eni-0a1b2c3d4e5f6071'],
  ['too many digits', 'eni-0a1b2c3d4e5f607189'],
  ['a longer word', 'eni-0a1b2c3d4e5f60718x'],
  ['the end of a longer word', 'geni-0a1b2c3d4e5f60718'],
  ['a hash', 'sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['a UUID', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
  ['capital hex', 'eni-0A1B2C3D4E5F60718'],
  ['an unknown prefix', 'abc-0a1b2c3d4e5f60718'],
  ['a date within a name', 'backup-vol-20230101'],
  ['a date before a name', 'vol-20230101-backup'],
  ['a word in capital letters', 'ASIAPACIFICNORTHEASTREGION'],
  ['a part of a longer word', 'XAKIAIOSFODNN7EXAMPLE'],
  ['base64', 'abc+AKIAIOSFODNN7EXAMPLE+xyz'],
  ['a key that goes on', 'AKIAIOSFODNN7EXAMPLEx'],
  ['a pattern', 'arn:aws:s3:::*'],
  ['a pattern of names', 'arn:aws:s3:::my-logs-*'],
  ['a path of a pattern', 'arn:aws:iam::aws:role/team/*'],
  ['an ARN with a placeholder', 'arn:aws:iam::${AWS::AccountId}:role/x'],
  ['an ARN of a role by placeholder', 'arn:aws:s3:::${bucket}'],
  ['an ARN cut short', 'arn:aws:iam:'],
  ['no ARN', 'barn:aws:s3:::my.logs'],
  ['a time', '2026-11-20T18:04:00.123456789012Z account'],
  ['microseconds', 'account 1700000000000000'],
  ['a longer number', 'account 7777888899990'],
  ['a number in a word', 'account a777788889999'],
];

describe('ids in a text', () => {
  it.each(FOUND)('finds %s', (_, marked, kind) => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const text = marked.replace(/[«»]/g, '');
    const found = { kind, token: text.slice(start, end), start, end, sure: true };
    expect(idsIn(text)).toEqual([found]);
    for (const offset of [start, (start + end) >> 1, end]) expect(idAt(text, offset)).toEqual(found);
    if (start > 0) expect(idAt(text, start - 1)).toBeUndefined();
    if (end < text.length) expect(idAt(text, end + 1)).toBeUndefined();
  });

  it.each(NOTHING)('finds nothing in %s', (_, text) => {
    expect(idsIn(text).filter(({ sure }) => sure)).toEqual([]);
  });

  it('finds a number alone, but is not sure of it', () => {
    expect(idAt('run 202601012359 of', 8)).toEqual({ kind: 'account', token: '202601012359', start: 4, end: 16, sure: false });
    expect(idAt('logs-777788889999-us-east-1', 8)?.sure).toBe(false);
  });

  it('finds the account and the id within an ARN where the place is on them, and the ARN elsewhere', () => {
    const text = 'x arn:aws:ec2:us-east-2:777788889999:network-interface/eni-0a1b2c3d4e5f60718, y';
    const at = (part: string) => idAt(text, text.indexOf(part) + 1);
    expect(at('aws:')).toEqual({ kind: 'arn', token: text.slice(2, -3), start: 2, end: text.length - 3, sure: true });
    expect(at('777788889999')).toMatchObject({ kind: 'account', token: '777788889999', sure: true });
    expect(at('eni-')).toMatchObject({ kind: 'id', token: 'eni-0a1b2c3d4e5f60718' });
    expect(idsIn(text).map(({ kind }) => kind)).toEqual(['arn', 'account', 'id']);
  });

  it('finds each of several that stand side by side', () => {
    const tokens = [
      'arn:aws:iam::777788889999:role/a',
      'arn:aws:iam::777788889999:role/b',
      'sg-0a1b2c3d4e5f60718',
      'vpc-0a1b2c3d4e5f60718',
    ];
    expect(
      idsIn(tokens.join(','))
        .filter(({ kind }) => kind !== 'account')
        .map(({ token }) => token),
    ).toEqual(tokens);
  });

  it('finds no half of an ARN that is longer than any', () => {
    const text = `arn:aws:s3:::bucket/${'k'.repeat(5000)}`;
    expect(idAt(text, 3000)).toBeUndefined();
    expect(idAt(text, 6)).toBeUndefined();
    expect(idsIn(text)).toEqual([]);
  });

  it.each([
    ['of one letter', 'a'],
    ['of digits', '1'],
    ['of hex', '0f'],
    ['of beginnings of ids', 'eni-'],
    ['of ids', 'eni-0a1b2c3d4e5f60718 '],
    ['of beginnings of ARNs', 'arn:aws:'],
    ['of ARNs', 'arn:aws:iam::777788889999:role/x,'],
    ['of beginnings of keys', 'AKIA'],
    ['of dashes', '-'],
    ['of accounts', 'account 777788889999 '],
  ])('finds what is at a place of a line of 10 MB %s at once', (_, part) => {
    const text = part.repeat(Math.ceil(10_000_000 / part.length));
    idAt(text, 0); // the engine makes one text of the many first, once for all who read it
    const start = performance.now();
    for (const share of [0, 0.1, 0.5, 0.9, 1]) idAt(text, Math.floor(text.length * share));
    expect(performance.now() - start).toBeLessThan(50);
  });
});
