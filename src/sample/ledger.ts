import { HOUR } from '../domain/time';
import type { ActionMaker } from './actions';
import { atSignIn, byRoot, byUser } from './callers';
import type { Random } from './random';
import type { Call, Caller } from './record';
import { chainedRole, pipelineSignIn, ssoSignIn, type SignIn } from './sessions';
import { ACCOUNTS, AGENTS, GLOBAL_REGION, PEOPLE, type AccountName, type PersonName } from './world';

/** Who acts in a row of a ledger. `terraform` stands for one run: rows with the same hour share a session. */
export type Actor =
  | { readonly kind: 'person'; readonly name: PersonName; readonly console?: boolean }
  | { readonly kind: 'user'; readonly name: string; readonly ip: string }
  | { readonly kind: 'sign-in'; readonly name: string; readonly ip: string }
  | { readonly kind: 'pipeline'; readonly repository: string }
  | { readonly kind: 'terraform' | 'root' };

/** One deliberate event: how long before now, who, where, what. */
export interface Row {
  readonly hoursAgo: number;
  readonly actor: Actor;
  readonly account: AccountName;
  readonly region: string;
  readonly what: ActionMaker;
}

/** The calls of a ledger: each row's own, and the sign-ins that the sessions behind them left. */
export function callsOf(rows: readonly Row[], now: number, random: Random): Call[] {
  const sessions = new Map<string, SignIn>();
  return rows.flatMap((row, index) => {
    const place = { account: ACCOUNTS[row.account], region: row.region };
    const time = now - row.hoursAgo * HOUR + index * 1000; // rows of one hour follow one another
    const key = JSON.stringify([row.hoursAgo, row.actor, row.account]);
    const known = sessions.get(key);
    const session = known ?? signIn(row, time - random.whole(240, 900) * 1000, random);
    sessions.set(key, session);
    const own: Call = { ...row.what(random, place), ...place, time, caller: session.caller };
    return known === undefined ? [...session.calls, own] : [own];
  });
}

function signIn({ actor, account: accountName, region }: Row, time: number, random: Random): SignIn {
  const account = ACCOUNTS[accountName];
  switch (actor.kind) {
    case 'person':
      return ssoSignIn(random, PEOPLE[actor.name], accountName, time, actor.console ?? false);
    case 'user':
      return already(byUser(account, actor.name, actor.ip, AGENTS.boto));
    case 'sign-in':
      return already(atSignIn(account, actor.name, actor.ip, PEOPLE['omar.haddad'].browser));
    case 'root':
      return already(byRoot(account, PEOPLE['lena.fischer'].ip, PEOPLE['lena.fischer'].browser));
    case 'pipeline':
      return pipelineSignIn(random, account, region, actor.repository, time);
    case 'terraform':
      return terraformSession(random, account, time);
  }
}

function already(caller: Caller): SignIn {
  return { calls: [], caller };
}

/** Terraform runs in the management account's pipeline and takes its role in the account at hand. */
export function terraformSession(random: Random, account: string, time: number): SignIn {
  const pipeline = pipelineSignIn(random, ACCOUNTS.production, GLOBAL_REGION, 'infrastructure', time);
  const chained = chainedRole(random, pipeline.caller, ACCOUNTS.production, account, 'terraform-runner', GLOBAL_REGION, time + 4000);
  return { calls: [...pipeline.calls, ...chained.calls], caller: chained.caller };
}
