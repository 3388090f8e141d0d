import { isCrmError } from '@crm/core'
import { createServer, type Danger } from '@crm/server'
import { all, atLeast, type ProofLine, zero } from '../../line.ts'
import { dangerous, soundOptions } from '../dangerous.ts'
import { dangerousJobs } from '../dangerous-jobs.ts'
import type { TrustProof } from '../row.ts'

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
  const cases = dangerous.length + dangerousJobs.length
  return [
    all('T28 dangerous configurations refused, each by its own name alone', exact, cases),
    atLeast('T28 different names among them', codes.size, 40, 'names'),
    zero('T28 dangers found in a sound configuration, which starts', sound.length, 'dangers'),
    all('T28 three dangers at once, all named', several.length, 3),
  ]
}

export const proof: TrustProof = { rows: ['T28'], run }
