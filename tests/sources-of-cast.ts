// Other systems that know the cast, and the cast's bank on both engines to tell it to.
import { defineSource, type LocalDate, type Source } from '@crm/core'
import { bank, day } from '@crm/core/fixtures'
import { type FileReport, importFolder, migrate, migrations, type Store } from '@crm/server'
import { openPostgresStore } from '@crm/server/node'
import { openTestBank, type TestBank } from '@crm/testing'
import { folderOf } from './memory-folder.ts'
import { createPostgresDatabase } from './postgres.ts'

const sourceNamed = (name: string, businessDate?: LocalDate): Source =>
  defineSource({
    name,
    title: { zh: name, en: name },
    bank: { id: bank.id, name: bank.name, currency: bank.currency },
    ...(businessDate && { businessDate }),
    files: [
      {
        file: 'customers*.txt',
        format: { delimiter: '|' },
        records: 'customers',
        read: (row) => ({
          key: row.text('NO'),
          kind: 'person',
          name: row.text('NAME'),
          phone: row.digits('PHONE'),
          address: row.optional('ADDRESS'),
          birthdayCalendar: 'unknown',
          branchKey: 'brn_town',
          openedOn: day('2021-11-02'),
          status: 'active',
        }),
      },
    ],
  })

const head = 'NO|NAME|PHONE|ADDRESS\n'
/** Have a source deliver lines of number, name, phone and address, on a day of its own. */
export const deliver = (
  store: Store,
  name: string,
  lines: string,
  on?: LocalDate,
): Promise<readonly FileReport[]> =>
  importFolder({
    store,
    source: sourceNamed(name, on),
    folder: folderOf({ 'customers.txt': head + lines }),
  })

/** The bank of the cast on each engine; nothing to open where PostgreSQL cannot be had. */
export async function castOnBothEngines(): Promise<
  [engine: string, open: (() => Promise<TestBank>) | undefined][]
> {
  const url = await createPostgresDatabase()
  const onPostgres = async () => {
    const store = openPostgresStore({ connect: url ?? '' })
    await migrate(store, migrations)
    return openTestBank({ store, steppedUp: true })
  }
  return [
    ['pglite', () => openTestBank({ steppedUp: true })],
    ['postgres', url === undefined ? undefined : onPostgres],
  ]
}
