import type { ListFunctionsRequest, ListFunctionsResponse } from '@aws-sdk/client-lambda';
import type { Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import { page } from './page';

/** A page has no more, whatever is asked for. */
const MOST = 50;

export const lambda: Handlers = {
  ListFunctions: ({ Marker, MaxItems = MOST }: ListFunctionsRequest, { account, region }): ListFunctionsResponse => {
    if (MaxItems < 1 || MaxItems > 10_000) throw new Refusal('InvalidParameterValueException', 'MaxItems is not valid.');
    const { items, next } = page(account.inventory(region).functions, Marker, Math.min(MaxItems, MOST), 'InvalidParameterValueException');
    return { Functions: items, ...(next === undefined ? {} : { NextMarker: next }) };
  },
};
