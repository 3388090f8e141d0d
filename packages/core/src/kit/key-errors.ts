import { CrmError } from './error.ts'

/** Failures of keys and of what is sealed with them. None of them tells a key or a value. */
export const keyErrors = {
  serviceUnavailable: (cause?: unknown) =>
    new CrmError(
      'keys.service_unavailable',
      503,
      'The key service does not answer, and the keys in memory are too old to be used.',
      {},
      { cause },
    ),
  destroyed: (keyId: string) =>
    new CrmError('keys.destroyed', 410, `Key ${keyId} was destroyed.`, { keyId }),
  unwrapFailed: (keyId: string, cause?: unknown) =>
    new CrmError(
      'keys.unwrap_failed',
      500,
      `A data key does not open under ${keyId}: it was altered, or belongs elsewhere.`,
      { keyId },
      { cause },
    ),
  openFailed: (table: string, column: string, cause?: unknown) =>
    new CrmError(
      'keys.open_failed',
      500,
      `A sealed value of ${table}.${column} does not open: it was altered or moved.`,
      { table, column },
      { cause },
    ),
  keyMissing: (key: string) =>
    new CrmError('keys.key_missing', 500, `There is no key ${key} to work with.`, { key }),
  ambiguous: (keyId: string) =>
    new CrmError('keys.ambiguous', 500, `The token holds two keys named ${keyId}.`, { keyId }),
  suiteMissing: (suite: string) =>
    new CrmError('keys.suite_missing', 500, `Values sealed by ${suite} cannot be opened here.`, {
      suite,
    }),
}
