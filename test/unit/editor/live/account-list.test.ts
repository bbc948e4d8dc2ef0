import { describe, expect, it } from 'vitest';
import { accountsIn, isRoleName, roleName } from '../../../../src/editor/live/account-list';

describe('a pasted list of accounts', () => {
  it('is separated by anything', () => {
    const both = ['111111111111', '222222222222'];
    for (const text of ['111111111111,222222222222', '111111111111\n222222222222\r\n', 'prod\t111111111111;\u00a0dev 222222222222'])
      expect(accountsIn(text)).toEqual({ accounts: both, faulty: [] });
    expect(accountsIn('"arn:aws:iam::111111111111:root" | <222222222222> 111111111111').accounts).toEqual(both);
  });

  it('is read where the box took its line breaks out, and as the console writes it', () => {
    expect(accountsIn('111111111111222222222222')).toEqual({ accounts: ['111111111111', '222222222222'], faulty: [] });
    expect(accountsIn('1111-2222-3333 4444-5555-6666')).toEqual({ accounts: ['111122223333', '444455556666'], faulty: [] });
  });

  it('names what has another number of digits', () => {
    expect(accountsIn('12345 111111111111 1111111111112')).toEqual({ accounts: ['111111111111'], faulty: ['12345', '1111111111112'] });
    expect(accountsIn('no number at all')).toEqual({ accounts: [], faulty: [] });
  });
});

describe('a role', () => {
  it('has a name of the signs that IAM takes, with a path or without one', () => {
    for (const name of ['Audit', 'team/security/Audit', 'a+=,.@-_b']) expect(isRoleName(name)).toBe(true);
    for (const name of ['', 'a b', '/Audit', 'x'.repeat(65), 'arn:aws:iam::111111111111:role/Audit']) expect(isRoleName(name)).toBe(false);
  });

  it('is named by its ARN', () => {
    expect(roleName('arn:aws-cn:iam::111111111111:role/team/Audit')).toBe('team/Audit');
  });
});
