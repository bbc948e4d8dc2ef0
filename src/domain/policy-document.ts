import { isObject, type JsonValue } from './json';

/** The IAM policy that a text holds, as JSON; the text itself where it holds none. Answers have policies percent-encoded, requests as they are. */
export function policyDocumentIn(text: string): JsonValue {
  try {
    const value: unknown = JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text);
    return isObject(value) ? value : text;
  } catch {
    return text;
  }
}
