import type { Store } from '../../kit/store/store.ts'
import type { Clause, Template, Words } from './clause.ts'
import { finance } from './finance.ts'
import type { Finding, Looked } from './finding.ts'
import { mlps3 } from './mlps3.ts'
import { type ProbeName, probes } from './probes.ts'

/** The lists of clauses, by name. */
export const templates = { mlps3, finance } as const

/** What can be said of a clause; only what was looked at here can hold or fail. */
export type Verdict = 'holds' | 'fails' | 'not looked at' | 'capability' | 'manual'

/** A clause with what was found. */
export interface ClauseFinding {
  readonly clause: string
  readonly asks: Words
  readonly basis: Clause['basis']
  readonly verdict: Verdict
  /** What was seen; the command that proves it; or what people have to look at. */
  readonly found: Words
}

/** What is diagnosed, and by which list. */
export interface DoctorOptions {
  readonly store: Store
  readonly template: keyof typeof templates
  readonly now?: string
  readonly keyFile?: string | undefined
  readonly dataFolder?: string | undefined
  readonly backupFolder?: string | undefined
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ holds }) => holds === false)) return 'fails'
  return findings.every(({ holds }) => holds === true) ? 'holds' : 'not looked at'
}

/**
 * Go through a list of clauses: look at this installation where that can be done, name the proof where
 * the product can do it, and say what people have to look at. It is no certificate.
 */
export async function diagnose(options: DoctorOptions): Promise<readonly ClauseFinding[]> {
  const { store, template, now = new Date().toISOString(), ...places } = options
  const banks = await store.db.selectFrom('bank').select('bank_id').execute()
  const looked: Looked = { store, banks: banks.map(({ bank_id }) => bank_id), now, ...places }
  const seen = new Map<ProbeName, Finding>()
  const look = async (name: ProbeName): Promise<Finding> => {
    const known = seen.get(name) ?? (await probe(name, looked))
    seen.set(name, known)
    return known
  }
  const told: ClauseFinding[] = []
  for (const clause of (templates[template] as Template).clauses) {
    const { clause: place, asks, basis } = clause
    const head = { clause: place, asks, basis }
    if (clause.basis === 'live') {
      const findings: Finding[] = []
      for (const name of clause.probes) findings.push(await look(name))
      const words = { zh: joined(findings, 'zh', ';'), en: joined(findings, 'en', '; ') }
      told.push({ ...head, verdict: verdictOf(findings), found: words })
    } else if (clause.basis === 'capability')
      told.push({ ...head, verdict: 'capability', found: { zh: clause.proof, en: clause.proof } })
    else told.push({ ...head, verdict: 'manual', found: clause.look })
  }
  return told
}

const joined = (findings: readonly Finding[], language: keyof Words, comma: string): string =>
  findings.map((one) => one[language]).join(comma)

/** A look that breaks off has not seen anything. */
async function probe(name: ProbeName, looked: Looked): Promise<Finding> {
  try {
    return await probes[name](looked)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { holds: undefined, zh: `未能检查:${why}`, en: `could not be looked at: ${why}` }
  }
}
