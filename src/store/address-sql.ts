import { parseNetwork, V6_PATTERN, type Network } from '../rql/address';
import { anyOf, NEVER, type SqlCondition, type Test } from './sql-condition';

// Octets are read with TRY_CAST, and as bytes, because the optimizer may run this on rows the guard excludes.
function v4Number(address: string): string {
  return [1, 2, 3, 4]
    .map((place) => `TRY_CAST(split_part(${address}, '.', ${place}) AS UTINYINT)::BIGINT * ${256 ** (4 - place)}`)
    .join(' + ');
}

/** 32 hexadecimal digits; NULL where the groups are too many or too few. */
function v6Digits(address: string): string {
  const [head, tail] = [1, 2].map((place) => {
    const groups = `string_split(nullif(split_part(lower(${address}), '::', ${place}), ''), ':')`;
    return `coalesce(array_to_string(list_transform(${groups}, lambda g: lpad(g, 4, '0')), ''), '')`;
  });
  return `CASE WHEN contains(${address}, '::') AND length(${head}) + length(${tail}) <= 28
      THEN ${head} || repeat('0', 32 - length(${head}) - length(${tail})) || ${tail}
    WHEN NOT contains(${address}, '::') AND length(${head}) = 32 THEN ${head} END`;
}

/** Whether the text of an address, which is none of another kind, lies between the bounds of a network. */
export function betweenSql(network: Network, address: string): SqlCondition {
  const bounds: Record<Network['family'], string> = {
    4: `${address} NOT LIKE '%:%' AND coalesce(${v4Number(address)} BETWEEN ? AND ?, false)`,
    6: `regexp_full_match(lower(${address}), '${V6_PATTERN}') AND coalesce(${v6Digits(address)} BETWEEN ? AND ?, false)`,
  };
  return { sql: `(${bounds[network.family]})`, params: [network.low, network.high] };
}

const OCTET = '0*(?:[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])';
const isV4 = (address: string, bits: string): string =>
  `(regexp_full_match(${address}, '[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}')
    AND regexp_full_match(${address}, '${OCTET}[.]${OCTET}[.]${OCTET}[.]${OCTET}') AND ${bits} <= 32)`;
const isV6 = (address: string, bits: string): string =>
  `(contains(${address}, ':') AND regexp_full_match(lower(${address}), '${V6_PATTERN}') AND ${v6Digits(address)} IS NOT NULL AND ${bits} <= 128)`;

/** A text is an address or a network, and all of it lies in one of these, or (`inside` false) in none. */
export function withinSql(networks: readonly string[], inside: boolean): Test {
  return (text) => {
    const address = `split_part(${text}, '/', 1)`;
    const written = `(NOT contains(${text}, '/') OR regexp_full_match(${text}, '[^/]*/[0-9]{1,3}'))`;
    const bits = (most: number): string =>
      `CASE WHEN contains(${text}, '/') THEN TRY_CAST(split_part(${text}, '/', 2) AS BIGINT) ELSE ${most} END`;
    const is = { 4: isV4(address, bits(32)), 6: isV6(address, bits(128)) };
    const within = networks.map((candidate): SqlCondition => {
      const network = parseNetwork(candidate);
      if (network === undefined) return NEVER;
      const { sql, params } = betweenSql(network, address);
      return {
        sql: `(${is[network.family]} AND ${bits(network.family === 4 ? 32 : 128)} >= ? AND ${sql})`,
        params: [network.bits, ...params],
      };
    });
    const some = anyOf(within);
    const valid = `${written} AND (${is[4]} OR ${is[6]})`;
    return { sql: `(${valid} AND ${inside ? '' : 'NOT '}${some.sql})`, params: some.params };
  };
}
