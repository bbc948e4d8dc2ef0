/** What must not leave the process within a message, or says nothing to a person, and what stands for it. */
const CUTS: readonly (readonly [RegExp, string])[] = [
  [/\s*Deserialization error: to see the raw response.*/s, ''], // a hint of the SDK for programmers
  [/\s*Encoded authorization failure message: \S+/g, ''],
  [/\s*The Canonical String for this request.*/s, ''], // holds the session token
  [/(\w+:\/\/)[^\s/@]*@/g, '$1'], // name and password of a proxy
  [/\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{12,}\b/g, '…'],
  [/((?:secret|token|password|signature|credential)\w*["']?\s*[:=]\s*["']?)[^\s"',}]{8,}/gi, '$1…'],
  [/[A-Za-z0-9+/=_-]{81,}/g, '…'], // tokens and encoded messages; names of AWS have 64 signs at most
];
// eslint-disable-next-line no-control-regex -- what terminals and editors would act upon
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\s]+/g;
/** Of what is read at all. */
const LONGEST = 4_000;

/** A service's own words, on one line, without anything secret. */
export function plain(text: string): string {
  const short = text.slice(0, LONGEST);
  return CUTS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), short)
    .replace(UNSEEN, ' ')
    .trim();
}

/** Cuts a text to a length, in UTF-16 units. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1)).trimEnd()}…`;
}
