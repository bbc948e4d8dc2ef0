import type { Policy } from '../domain/policy';
import type { PolicyReport } from './api';

/** A policy as people read it. */
export function describePolicy({
  id,
  title,
  severity,
  type,
  description,
  remediation,
  compliance,
}: Policy): PolicyReport['policies'][number] {
  return {
    id,
    title,
    severity,
    type,
    description,
    remediation: remediation.text,
    commands: remediation.commands,
    compliance: compliance.map((reference) => `${reference.framework} ${reference.id}`),
  };
}
