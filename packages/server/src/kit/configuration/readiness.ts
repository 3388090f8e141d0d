import { isCrmError, kitErrors } from '@crm/core'
import { type Danger, refuse } from './danger.ts'

/**
 * A look at the database that production takes once, before anything is answered. What failed is tried
 * again by the next call: a database that is down, or was put right meanwhile, is no verdict.
 */
export function readiness(
  production: boolean,
  look: () => Promise<readonly Danger[]>,
): () => Promise<void> {
  let looked: Promise<void> | undefined
  return async () => {
    if (!production) return
    looked ??= look().then(refuse)
    await looked.catch((error: unknown) => {
      looked = undefined
      throw error
    })
  }
}

/** What callers are told: which settings are dangerous is for the log alone. */
export const notReady = (error: unknown): unknown =>
  isCrmError(error) && error.code === 'config.refused' ? kitErrors.notReady(error) : error
