/**
 * How sure a link is: `exact` by an id or key that can't mean anything else; `strong` by a session's name and times; `scored`: a ranked
 * guess. What is less than that is no link (spec: provenance).
 */
export const STRENGTHS = ['exact', 'strong', 'scored'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** The ways in which one record leads to another, by their numbers in the specification; `asked`: the record a chain begins with. */
export const EDGES = ['asked', 'K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K9', 'K10', 'K11', 'K12', 'K13', 'K14', 'K15'] as const;
export type Edge = (typeof EDGES)[number];

/** Calls of one tool at one go: with the same key, by the same program, from the same address, less than a minute apart. Times in epoch milliseconds. */
export interface Run {
  readonly calls: number;
  readonly from: number;
  readonly to: number;
}

/** One record of a chain, and what ties it to the one before. Plain data: it crosses process and webview borders. */
export interface Hop {
  readonly eventId: string;
  readonly account: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly region: string;
  /** `eventSource`. */
  readonly service: string;
  readonly operation: string;
  /** Who called, as shown to a person. */
  readonly principal: string;
  /** What the call was made with, as far as its user agent tells (K16), such as `Terraform`. */
  readonly tool?: string;
  /** The run of such a tool that the call is part of. */
  readonly run?: Run;
  readonly edge: Edge;
  readonly strength: Strength;
  /** Of a scored link, from 0 to 1. */
  readonly score?: number;
  /** Ids, ARNs, keys and names that both records carry: the evidence. */
  readonly shared: readonly string[];
}

/**
 * Where a chain ends. `human`: IAM users, the root user, people of Identity Center, SAML and OIDC. `service`: a service with no cause to be
 * found, or a program with a name of its own, such as a pipeline. `unknown`: the records can't decide; `before-log`: it was made before
 * the first record.
 */
export const ROOT_KINDS = ['human', 'service', 'unknown', 'before-log'] as const;

export interface Root {
  readonly kind: (typeof ROOT_KINDS)[number];
  /** Of the person, or of the service; of what was made before the log begins its id or name. Only where it is known. */
  readonly name?: string;
  /** ARN, or principal id. */
  readonly principal?: string;
  /** The record that names it. */
  readonly eventId?: string;
  /** That of the weakest link up to the first record that names it: what follows tells only how a session of the same began. */
  readonly strength: Strength;
}

/** Another record that a scored link might as well have led to. */
export interface Alternative {
  /** Place of the hop that it competes with; the number of hops where none was good enough. */
  readonly hop: number;
  readonly eventId: string;
  readonly time: number;
  readonly operation: string;
  readonly principal: string;
  readonly score: number;
  readonly shared: readonly string[];
}

/** A sentence for people: English with `{0}` for the first argument, which is a translation's key. */
export interface Sentence {
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/** One explanation of what is going on, weighed on the evidence for it and against it. */
export interface Reading {
  readonly id: 'forgotten' | 'mining' | 'broken';
  /** From 0 to 1; those of one chain need not add up to 1. */
  readonly weight: number;
  readonly evidence: readonly { readonly supports: boolean; readonly says: Sentence; readonly eventId: string }[];
}

/** From an event or a resource to who brought it about. */
export interface Chain {
  /** What was asked about: an event id, or a resource. */
  readonly subject: string;
  /** The first is the event asked about, the last is the root's. */
  readonly hops: readonly Hop[];
  readonly root: Root;
  /** Best first. */
  readonly alternatives: readonly Alternative[];
  /** Best first; only where there is something to weigh. */
  readonly readings?: readonly Reading[];
}
