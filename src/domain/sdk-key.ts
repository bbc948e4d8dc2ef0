/** A key as the SDK's answers have it, in camel case: `DBInstanceArn` and the logs' `dBInstanceArn` → `dbinstanceArn`. */
export function sdkKey(key: string): string {
  return key.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/^[a-z][A-Z]+/, (run) => run.toLowerCase());
}
