import * as vscode from 'vscode';
import type { Alert } from '../../domain/alert';
import type { AnyNode } from '../tree/nodes';

/** Whether an argument is a row of our trees. */
function isNode(argument: unknown): argument is AnyNode {
  return typeof argument === 'object' && argument !== null && 'kind' in argument && 'id' in argument;
}

/** The row a command is about: the one it was called on, else what is selected when it was called on nothing. */
export function nodeOf(argument: unknown, selection: AnyNode | undefined): AnyNode | undefined {
  return argument === undefined ? selection : isNode(argument) ? argument : undefined;
}

/** The resource a row is about. */
export function resourceOf(node: AnyNode | undefined): string | undefined {
  if (node?.kind === 'alert') return node.alert.resource;
  if (node?.kind === 'resource') return node.seen.resource;
  if (node?.kind === 'live') return node.resource.resource;
  return node?.kind === 'group' && node.by === 'resource' ? node.label : undefined;
}

/** The alert a row stands for: itself, or the newest of its group. */
export function alertOf(node: AnyNode | undefined): Alert | undefined {
  if (node?.kind === 'group') return node.by === 'resource' ? node.alerts[0] : undefined;
  return node?.kind === 'alert' ? node.alert : undefined;
}

export function textOf(argument: unknown): string | undefined {
  return typeof argument === 'string' && argument.trim() !== '' ? argument.trim() : undefined;
}

/** The files a command of the explorer was called on: the one clicked, or all that are selected. */
export function urisOf(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
  const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
  return all.filter((uri): uri is vscode.Uri => uri instanceof vscode.Uri);
}
