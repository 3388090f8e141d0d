import { isCrmError } from '@crm/core'
import { createServer, type Danger, dangerWords } from '@crm/server'
import { all, atLeast, equal, notRun, type ProofLine, zero } from '../../line.ts'
import { dangerous, soundOptions } from '../dangerous.ts'
import { dangerousJobs } from '../dangerous-jobs.ts'
import type { TrustProof } from '../row.ts'
import { startOnPostgres } from '../sound-postgres.ts'

/** The dangers by which a start was refused; none, where it went through. */
async function namesOf(start: () => unknown): Promise<readonly string[]> {
  try {
    await start()
    return []
  } catch (error) {
    if (!isCrmError(error) || error.code !== 'config.refused') throw error
    return (error.context.dangers as readonly Danger[]).map(({ code }) => code)
  }
}

async function asProduction<T>(work: () => Promise<T>): Promise<T> {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    return await work()
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

async function run(): Promise<ProofLine[]> {
  let exact = 0
  const codes = new Set<string>()
  const refusedOnly = (found: readonly string[], code: string): void => {
    codes.add(code)
    if (found.length === 1 && found[0] === code) exact += 1
    else process.stderr.write(`T28: ${code} was answered by ${found.join(', ') || 'a start'}\n`)
  }
  for (const { code, change } of dangerous) {
    const options = await change(soundOptions())
    refusedOnly(await namesOf(() => createServer(options)), code)
  }
  for (const { code, run: start } of dangerousJobs)
    refusedOnly(await asProduction(() => namesOf(start)), code)
  const sound = await namesOf(() => createServer(soundOptions()))
  const { host: _gone, ...blind } = soundOptions()
  const several = await namesOf(() =>
    createServer({ ...blind, auditReads: false, origins: ['null'] }),
  )
  // What only a database can tell is tried on one, in tests/trust/production.test.ts.
  const named = Object.keys(dangerWords.en).filter((code) => !code.startsWith('database.'))
  const untried = named.filter((code) => !codes.has(code))
  for (const code of untried) process.stderr.write(`T28: nobody tries ${code}\n`)
  const cases = dangerous.length + dangerousJobs.length
  return [
    all('T28 dangerous configurations refused, each by its own name alone', exact, cases),
    atLeast('T28 different names among them', codes.size, 40, 'names'),
    zero('T28 dangers found in a sound configuration, which starts', sound.length, 'dangers'),
    zero('T28 names of dangers that no configuration shows', untried.length, 'names'),
    all('T28 three dangers at once, all named', several.length, 3),
    ...(await onPostgres()),
  ]
}

async function onPostgres(): Promise<ProofLine[]> {
  const line = 'T28 a production server on PostgreSQL as the guide sets it up'
  const started = await startOnPostgres()
  if (!started) return [notRun(line, 'PostgreSQL’s programs are not here')]
  return [
    zero(`${line}: dangers`, started.dangers.length, started.dangers.join(' ') || 'dangers'),
    equal(`${line}: answer to nobody`, started.status, 401, ''),
  ]
}

export const proof: TrustProof = { rows: ['T28'], run }
