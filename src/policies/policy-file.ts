import { LineCounter, parseDocument } from 'yaml';
import schema from '../../media/policy.schema.json';
import type { JsonObject } from '../domain/json';
import type { ComplianceReference, Policy, PolicyType } from '../domain/policy';
import type { Severity } from '../domain/severity';
import { check, type Fault, type Schema } from './schema-check';

/** Larger than any policy a person writes: a file past it is something else. */
const MAX_CHARACTERS = 256 * 1024;

/** A record, or the part of it that matters, and whether the policy counts it. */
export interface PolicyTest {
  readonly name: string;
  readonly matches: boolean;
  readonly record: JsonObject;
}

export type PolicyReading =
  | { readonly kind: 'policy'; readonly policy: Policy; readonly tests: readonly PolicyTest[] }
  /** What is wrong, with the line, and what should stand there. */
  | { readonly kind: 'faulty'; readonly reason: string };

/** The file as the schema lets it through. */
interface PolicyDocument {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly type: PolicyType;
  readonly query: string;
  readonly resource?: readonly string[];
  readonly scope?: 'unused-regions';
  readonly serviceDriven?: Policy['serviceDriven'];
  readonly burst?: NonNullable<Policy['burst']>;
  readonly compliance?: readonly ComplianceReference[];
  readonly remediation: { readonly text: string; readonly commands?: readonly string[] };
  readonly tests?: readonly PolicyTest[];
}

/** Reads the text of one policy file. Its format is media/policy.schema.json; the query is not looked into here. Never throws. */
export function readPolicy(text: string): PolicyReading {
  if (text.length > MAX_CHARACTERS)
    return { kind: 'faulty', reason: `The file is ${text.length} characters long; a policy has at most ${MAX_CHARACTERS}.` };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    return { kind: 'faulty', reason: `Line ${lines.linePos(error.pos[0]).line}: this is not YAML: ${error.message}` };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (problem) {
    return { kind: 'faulty', reason: `The file can't be read as YAML: ${problem instanceof Error ? problem.message : String(problem)}` };
  }
  const faults = check(value, schema as Schema);
  if (faults.length > 0) {
    const lineOf = (fault: Fault): number => {
      const node: unknown = fault.path.length === 0 ? document.contents : document.getIn(fault.path, true);
      const start = (node as { readonly range?: readonly [number, number, number] } | null | undefined)?.range?.[0];
      return start === undefined ? 1 : lines.linePos(start).line;
    };
    return { kind: 'faulty', reason: faults.map((fault) => sentence(fault, lineOf(fault))).join(' ') };
  }
  const file = value as PolicyDocument; // the schema has just said so
  return { kind: 'policy', policy: policyOf(file), tests: file.tests ?? [] };
}

function sentence({ path, message }: Fault, line: number): string {
  const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `Line ${line}: ${where === '' ? '' : `${where.replace(/^\./, '')} `}${message}`;
}

function policyOf(file: PolicyDocument): Policy {
  const { id, title, description, severity, type, query, scope, burst, remediation } = file;
  return {
    id,
    title: title.trim(),
    description: description.trim(),
    severity,
    type,
    query: query.trim(),
    resource: file.resource ?? [],
    ...(scope !== undefined && { scope }),
    serviceDriven: file.serviceDriven ?? 'lower',
    ...(burst !== undefined && { burst }),
    compliance: file.compliance ?? [],
    remediation: { text: remediation.text.trim(), commands: remediation.commands ?? [] },
  };
}
