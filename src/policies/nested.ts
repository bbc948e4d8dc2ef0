/**
 * The map below a name, made where there is none. Maps within maps keep names apart that joined would be the same, and make no text of
 * them, which counts over half a million rows.
 */
export function under<Value>(map: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = new Map<string, Value>();
  map.set(name, made);
  return made;
}
