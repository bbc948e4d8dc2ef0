import type { PolicyType, Severity } from '../../src/protocol/dashboard';

/** All of them, in the order shown. Listed once more than in the domain, of which a webview takes types only; the compiler holds both together. */
const ALL_SEVERITIES: Readonly<Record<Severity, true>> = { critical: true, high: true, medium: true, low: true, informational: true };
const ALL_TYPES: Readonly<Record<PolicyType, true>> = { 'audit-event': true, config: true, anomaly: true };

export const SEVERITIES = Object.keys(ALL_SEVERITIES) as readonly Severity[];
export const POLICY_TYPES = Object.keys(ALL_TYPES) as readonly PolicyType[];
