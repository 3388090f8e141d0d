import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { held, known, notRun, type ProofLine } from '../../line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { type SmVectors, tryVectors } from '../sm-vectors.ts'

async function run({ data }: TrustRun): Promise<ProofLine[]> {
  const line = 'T04 official SM2/SM3/SM4 vectors that pass'
  const file = data && join(data, 'sm_vectors', 'vectors.json')
  if (!file || !existsSync(file)) return [notRun(line, 'the folder sm_vectors is not there')]
  const outcomes = tryVectors(JSON.parse(readFileSync(file, 'utf8')) as SmVectors)
  const tried = outcomes.filter(({ holds }) => holds !== undefined)
  const failed = tried.filter(({ holds }) => !holds).map(({ name }) => name)
  const missing = outcomes.filter(({ holds }) => holds === undefined).map(({ name }) => name)
  const passed = tried.length - failed.length
  return [
    held(
      line,
      passed,
      `of ${tried.length}${failed.length > 0 ? `; not ${failed.join(', ')}` : ''}`,
      `= ${tried.length}`,
      failed.length === 0 && tried.length > 0,
    ),
    known(
      'T04 SM modes that this OpenSSL has not, and that nothing uses',
      missing.join(', ') || 'none',
      '',
    ),
  ]
}

export const proof: TrustProof = { rows: ['T04'], run }
