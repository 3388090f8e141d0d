import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCrmError, type Statement, type StatementDetail } from '@crm/core'
import { type CamtEntry, statementEntries } from '@crm/server'
import { all, notRun, type ProofLine } from '../line.ts'
import { balanceKinds, expectedOf, type Told } from './statements-expected.ts'

/** Hold the reader of statements to samples whose contents another program has told. */
export async function statements(data: string | undefined): Promise<readonly ProofLine[]> {
  const folder = data && join(data, 'iso20022_camt')
  if (!folder || !existsSync(folder))
    return [notRun('camt', 'the folder iso20022_camt is not there')]
  const samples = readdirSync(folder).filter((name) => name.endsWith('.xml'))
  const good = samples.filter((name) => existsSync(join(folder, jsonOf(name))))
  let same = 0
  let values = 0
  let equal = 0
  for (const name of good) {
    const wanted = expectedOf(JSON.parse(readFileSync(join(folder, jsonOf(name)), 'utf8')))
    const told = within(await read(join(folder, name), name), wanted)
    const [ours, theirs] = [flat(told), flat(wanted)]
    const paths = [...new Set([...ours.keys(), ...theirs.keys()])]
    const different = paths.filter((path) => ours.get(path) !== theirs.get(path))
    for (const path of different.slice(0, 5))
      console.error(`${name} ${path}: ${ours.get(path)}, expected ${theirs.get(path)}`)
    values += paths.length
    equal += paths.length - different.length
    if (different.length === 0) same += 1
  }
  const wrong = samples.filter((name) => !good.includes(name))
  const refused = await Promise.all(wrong.map((name) => isRefused(join(folder, name), name)))
  return [
    all('camt.052, 053 and 054: samples that equal what is expected of them', same, good.length),
    all('camt: values of them that are equal', equal, values),
    all('camt: wrong samples refused', refused.filter(Boolean).length, wrong.length),
  ]
}

/** Of several statements, only those whose contents are expected; that there are several is held. */
function within(told: Told, wanted: Told): Told {
  const ids = new Set(wanted.statements.map(({ id }) => id))
  return {
    ...told,
    statements: told.statements.filter(({ id }) => ids.has(id)),
    entries: told.entries.filter(({ statement }) => ids.has(statement)),
  }
}

const jsonOf = (name: string) => name.replace(/\.xml$/, '.json')

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path)
}

async function isRefused(path: string, name: string): Promise<boolean> {
  try {
    await read(path, name)
    return false
  } catch (error) {
    return isCrmError(error) && error.code === 'file.not_statements'
  }
}

async function read(path: string, name: string): Promise<Told> {
  const heads: Statement[] = []
  const entries: CamtEntry[] = []
  const each = (statement: Statement) => void heads.push(statement)
  for await (const entry of statementEntries(() => bytesOf(path), name, undefined, each))
    entries.push(entry)
  return {
    messageId: heads[0]?.messageId,
    count: heads.length,
    statements: heads.map(({ currency: _, messageId: __, createdAt, balances, ...head }) => ({
      ...head,
      createdAt: createdAt && Date.parse(createdAt),
      balances: balances.map(({ kind, ...balance }) => ({
        ...balance,
        kind: balanceKinds[kind] ?? kind,
      })),
    })),
    entries: entries.map(({ statement, entry: { details, ...entry } }) => ({
      statement: statement.id,
      ...entry,
      details: details.map(detail),
    })),
  }
}

const detail = ({ parties, agents, ...rest }: StatementDetail) => ({
  ...rest,
  // What is said of nobody is no party.
  parties: sorted(parties.filter(({ name, account }) => name ?? account)),
  agents: sorted(agents),
})

const sorted = <T extends { readonly role: string }>(sides: readonly T[]): readonly T[] =>
  sides.toSorted((one, other) => one.role.localeCompare(other.role))

/** Every value by its path; what is absent, empty or nothing is left out. */
function flat(value: unknown, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (value !== null && typeof value === 'object')
    for (const [key, inside] of Object.entries(value)) flat(inside, `${path}/${key}`, found)
  else if (value !== undefined && value !== null && value !== '') found.set(path, value)
  return found
}
