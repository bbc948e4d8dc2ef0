/** Account numbers in a text, and what looks like one and is none. */
export interface AccountList {
  /** Twelve digits each, each once. */
  readonly accounts: readonly string[];
  /** Runs of digits of another length, as they stand. */
  readonly faulty: readonly string[];
}

const DIGITS = 12;

/**
 * Reads a pasted list of accounts, separated by anything. `1234-5678-9012` is how the console writes one. A box of one line takes the
 * breaks out of what is pasted: digits that are whole accounts one after the other are those accounts.
 */
export function accountsIn(text: string): AccountList {
  const runs = text.replace(/(?<![\d-])(\d{4})-(\d{4})-(\d{4})(?![\d-])/g, '$1$2$3').match(/\d+/g) ?? [];
  const whole = (run: string): boolean => run.length % DIGITS === 0;
  const accounts = runs.filter(whole).flatMap((run) => run.match(/\d{12}/g) ?? []);
  return { accounts: [...new Set(accounts)], faulty: runs.filter((run) => !whole(run)) };
}

/** Whether it can be a role's name, with its path before it. */
export function isRoleName(text: string): boolean {
  return /^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/.test(text) && text.length <= 512;
}

/** The name of a role, with its path, out of its ARN. */
export function roleName(arn: string): string {
  return arn.replace(/^[^/]*:role\//, '');
}
