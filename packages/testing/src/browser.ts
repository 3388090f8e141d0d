/**
 * The same bank in a browser, for tests and demonstrations of pages: the real server in the page.
 * @packageDocumentation
 */

import { migrate, migrations, openStoreInPage, type PgliteLike } from '@crm/server'
import { PGlite } from '@electric-sql/pglite'
import { bankOver, type TestBank, type TestBankOptions } from './bank.ts'
import { plantCast } from './plant.ts'

export { TEST_BANK_URL, type TestBank, type TestBankOptions, testToken } from './bank.ts'

/** A real CRM with the cast in it, in the page itself; it is gone with the page. */
export async function openTestBank(options: TestBankOptions = {}): Promise<TestBank> {
  const store = await openStoreInPage((await PGlite.create()) as unknown as PgliteLike)
  await migrate(store, migrations)
  await plantCast(store)
  return bankOver(store, options)
}
