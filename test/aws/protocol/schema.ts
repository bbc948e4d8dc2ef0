import type { StaticOperationSchema } from '@smithy/types';
import { NormalizedSchema } from '@smithy/core/schema';

/** A shape of the SDK's own model, with its traits: names on the wire, flattened lists, formats of time. */
export type Shape = NormalizedSchema;

export interface Operation {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  /** Of a REST service; the path may end in a query that is part of the route. */
  readonly http?: { readonly method: string; readonly path: string; readonly status: number };
}

/** Every operation of a client, by name, out of what its package exports. */
export function operationsOf(client: object): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const value of Object.values(client) as readonly unknown[]) if (isOperation(value)) operations.set(value[2], operation(value));
  return operations;
}

function isOperation(value: unknown): value is StaticOperationSchema {
  return Array.isArray(value) && value[0] === 9 && value.length === 6;
}

function operation([, , name, traits, input, output]: StaticOperationSchema): Operation {
  const http = typeof traits === 'object' ? traits.http : undefined;
  return {
    name,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
    ...(http === undefined ? {} : { http: { method: http[0], path: http[1], status: http[2] } }),
  };
}

export type TimeFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** How a time is written; `standard` where the shape doesn't say. */
export function timeFormat(shape: Shape, standard: TimeFormat): TimeFormat {
  const FORMATS: Readonly<Record<number, TimeFormat>> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' };
  const schema = shape.getSchema();
  return (typeof schema === 'number' ? FORMATS[schema] : undefined) ?? standard;
}

export function timeText(time: Date, format: TimeFormat): string {
  if (format === 'http-date') return time.toUTCString();
  if (format === 'epoch-seconds') return String(time.getTime() / 1000);
  return time.toISOString().replace('.000Z', 'Z');
}

/** What stands in text, such as a header or an XML element, as the shape wants it. */
export function fromText(shape: Shape, text: string): unknown {
  if (shape.isBooleanSchema()) return text === 'true';
  if (shape.isNumericSchema()) return Number(text);
  if (shape.isTimestampSchema()) return new Date(/^[\d.]+$/.test(text) ? Number(text) * 1000 : text);
  if (shape.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}

/** The text of a value that is neither a structure, a list nor a map. */
export function toText(shape: Shape, value: unknown, standard: TimeFormat): string {
  if (value instanceof Date) return timeText(value, timeFormat(shape, standard));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

/** Refuses a member that the shape doesn't have: a handler's slip, which the wire would hide. */
export function checkMembers(shape: Shape, value: object, where: string): void {
  for (const key of Object.keys(value)) {
    if (!(shape.getSchema() as readonly [unknown, unknown, unknown, unknown, readonly string[]])[4].includes(key))
      throw new Error(`${where} has no member ${key}.`);
  }
}
