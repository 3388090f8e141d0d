import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CrmError, isCrmError } from '@crm/core'
import { sql } from 'kysely'
import type { StoreDamage } from '../../kit/store/soundness.ts'
import type { Store } from '../../kit/store/store.ts'
import { postgresBin } from '../backup/postgres.ts'
import { quietConnect } from '../backup/quiet-connect.ts'
import { checkPages } from './check-pages.ts'

/** What to look at. */
export interface StoreCheck {
  readonly store: Store
  /** The folder of an embedded store: its pages are held to their checksums. */
  readonly folder?: string
  /** `postgres://…` of a superuser: `pg_amcheck` looks at every table and index. */
  readonly connect?: string
  /** Where PostgreSQL's programs are, if not in the usual places. */
  readonly bin?: string
}

/**
 * Look for damage: every page against its checksum, or `pg_amcheck`; then every row of every table, read
 * to its end. For the night: it reads everything there is.
 *
 * @returns nothing where all is sound
 * @throws `store.check_failed` where a look could not be had; that is not the same as sound
 */
export async function checkStore(check: StoreCheck): Promise<StoreDamage | undefined> {
  const { store, folder, connect } = check
  if (folder !== undefined) {
    const { faults } = await checkPages(folder)
    const [first] = faults
    if (first) return { where: `page ${first.page} of ${first.file}`, places: faults.length }
  }
  if (connect !== undefined) {
    const found = await amcheck(connect, check.bin)
    if (found) return found
  }
  return readEverything(store)
}

/** Every row of every table as a text: whatever lies outside its page is fetched and unpacked. */
async function readEverything(store: Store): Promise<StoreDamage | undefined> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`.execute(
    store.db,
  )
  for (const { name } of tables) {
    try {
      await store.transaction(
        async (tx) => {
          for (const way of ['indexscan', 'indexonlyscan', 'bitmapscan'])
            await sql`select set_config(${`enable_${way}`}, 'off', true)`.execute(tx)
          await sql`select sum(length(t::text)) from ${sql.table(name)} t`.execute(tx)
        },
        { deadline: READ_MS },
      )
    } catch (error) {
      if (isCrmError(error) && error.code === 'store.corrupted')
        return { where: `table ${name}: ${String(error.context.where)}`, places: 1 }
      throw error
    }
  }
  return undefined
}

const checkFailed = (why: string) =>
  new CrmError('store.check_failed', 500, `The store could not be looked through: ${why}.`, { why })

/** One table may take this long. */
const READ_MS = 3_600_000

/** `pg_amcheck` ends with 2 where it found something and says what; with 1, or 2 and no word, it could not look. */
function amcheck(connect: string, bin: string | undefined): Promise<StoreDamage | undefined> {
  const program = join(postgresBin(bin), 'pg_amcheck')
  if (!existsSync(program)) return Promise.reject(checkFailed(`${program} is not there`))
  const quiet = quietConnect(connect)
  const words = ['--install-missing', '--heapallindexed', '--no-password', quiet.connect]
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: quiet.env })
  const listen = (stream: typeof child.stdout) => {
    const said = { text: '' }
    stream.on('data', (chunk: Buffer) => {
      if (said.text.length < 10_000) said.text += chunk
    })
    return said
  }
  const [findings, faults] = [listen(child.stdout), listen(child.stderr)]
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      const lines = findings.text.split('\n').filter((line) => line.trim() !== '')
      const places = lines.filter((line) => !line.startsWith(' ')).length
      if (code === 0) resolve(undefined)
      else if (code === 2 && places > 0) resolve({ where: placeOf(lines), places })
      else reject(checkFailed(faults.text.trim() || `pg_amcheck ended with ${code}`))
    })
  })
}

/** The first finding: which relation, and what is wrong with it. */
const placeOf = (lines: readonly string[]): string => {
  const [where = '', what = ''] = lines.slice(0, 2).map((line) => line.trim())
  return `${where} ${what}`.slice(0, 300).trim()
}
