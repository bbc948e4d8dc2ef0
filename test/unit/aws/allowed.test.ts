import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateClusterCommand } from '@aws-sdk/client-ecs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { policyOf, withPolicy } from '../../../scripts/lib/iam-policy.mjs';
import { ALLOWED, refuseUnlessForCredentials, type AllowedCall } from '../../../src/aws/allowed';
import { Clients } from '../../../src/aws/clients';

const ROOT = join(import.meta.dirname, '../../..');
const TABLE: Readonly<Record<string, Readonly<Record<string, AllowedCall>>>> = ALLOWED;
const ROWS = Object.entries(TABLE).flatMap(([service, calls]) => Object.keys(calls).map((operation) => `${service}:${operation}`));

/** Prefixes in IAM of the SDK's packages, where they have another name. */
const PREFIXES: Readonly<Record<string, string>> = { 'config-service': 'config' };

/** What src/aws makes or names of the SDK's clients, such as `ecs:ListClustersCommand`, and in which file: by the compiler's types. */
function found(): ReadonlyMap<string, string> {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const files = ts.sys.readDirectory(join(ROOT, 'src/aws'), ['.ts']);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files }, ts.sys, ROOT);
  const program = ts.createProgram(files, { ...options, types: ['node'] });
  const checker = program.getTypeChecker();
  const all = new Map<string, string>();
  for (const file of files.flatMap((name) => program.getSourceFile(name) ?? [])) {
    const note = (name: string | undefined, declared: ts.SourceFile | undefined): void => {
      const [, service] = /@aws-sdk\/client-([\w-]+)\//.exec(declared?.fileName ?? '') ?? [];
      if (name !== undefined && service !== undefined) all.set(`${PREFIXES[service] ?? service}:${name}`, file.fileName);
    };
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node)) {
        const type = checker.getTypeAtLocation(node);
        for (const { symbol } of type.isUnion() ? type.types : [type]) note(symbol.name, symbol.declarations?.[0]?.getSourceFile());
      } else if (ts.isIdentifier(node) && node.text.startsWith('paginate')) {
        note(node.text, checker.getTypeAtLocation(node).getCallSignatures()[0]?.declaration?.getSourceFile());
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return all;
}

describe('the calls that the product may make', () => {
  const all = found();
  const called = [...all.keys()].flatMap((name) => /^(\S+:)(?:paginate(\w+)|(\w+)Command)$/.exec(name)?.slice(1).join('') ?? []);

  it('are those that the code makes, all of them and no others', () => {
    expect(called.length).toBeGreaterThan(50);
    expect([...new Set(called)].sort()).toEqual([...ROWS].sort());
  });

  it('are made by clients that src/aws/clients.ts has made, and no others', () => {
    const others = [...all]
      .filter(([name]) => !/Command$|:paginate/.test(name))
      .map(([name, file]) => `${name} in ${file.slice(ROOT.length + 1)}`);
    expect(others.filter((where) => !where.endsWith('Client in src/aws/clients.ts'))).toEqual([]);
    expect(others).not.toEqual([]);
  });

  it('only read', () => {
    // Has AWS write down, on its side, what GetCredentialReport reads: nothing of the account is changed by it, and IAM counts it as a read too.
    const EXCEPTIONS = ['iam:GenerateCredentialReport'];
    const reads = /^\w+:(?:Get|List|Describe|Lookup|BatchGet|Select)[A-Z]/;
    expect(ROWS.filter((row) => !reads.test(row))).toEqual(EXCEPTIONS);
  });

  it('need actions of IAM that only read', () => {
    const actions = policyOf(ALLOWED).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z0-9]+:(?:Get|List|Describe|Lookup|BatchGet|Select)\w+$/.test(action))).toEqual([
      'iam:GenerateCredentialReport',
    ]);
    expect(actions).toEqual(expect.arrayContaining(['s3:ListBucket', 's3:ListAllMyBuckets', 'cloudtrail:LookupEvents']));
    expect(actions).not.toContain('s3:ListObjectsV2'); // which is no action
  });

  it('are those of the policy in the README', async () => {
    const path = join(ROOT, 'README.md');
    const readme = await readFile(path, 'utf8');
    expect(readme, 'npm run iam-policy').toBe(await withPolicy(readme, path, ALLOWED));
  });
});

describe('any other call', () => {
  const clients = new Clients({ credentials: () => Promise.reject(new Error('asked for credentials')), options: {} });

  it('is refused by the client, before it is signed and sent', async () => {
    const ecs = await clients.of('ecs', 'us-east-1');
    await expect(ecs.send(new CreateClusterCommand({}))).rejects.toThrow('ecs:CreateCluster is not among the calls');
    const sts = await clients.of('sts', 'us-east-1');
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow('asked for credentials');
  });

  it.each([
    ['POST', '/', 'Action=AssumeRole&Version=2011-06-15&RoleArn=x', true],
    ['POST', '/', 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15', true],
    ['GET', '/federation/credentials', undefined, true],
    ['POST', '/token', '{}', true],
    ['POST', '/v1/token', '{}', true],
    ['POST', '/', 'Action=GetSessionToken&Version=2011-06-15', false],
    ['POST', '/', 'Action=DeleteRole&x=Action=AssumeRole&', false],
    ['POST', '/logout', undefined, false],
    ['GET', '/assignment/accounts', undefined, false],
    ['DELETE', '/token', undefined, false],
  ])('is refused to the SDK itself, on its way to credentials: %s %s %s', (method, path, body, admitted) => {
    const request = (): void => refuseUnlessForCredentials({ method, path, body });
    if (admitted) request();
    else expect(request).toThrow('is not among the requests');
  });
});
