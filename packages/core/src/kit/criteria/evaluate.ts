import { because } from '../because.ts'
import type { Reason } from '../reason.ts'
import { compileCriteria, type Facts } from './compile.ts'
import type { Criteria } from './criteria.ts'

/** One node of criteria, and how it came out. */
export interface EvaluationStep {
  /** Where: `all[0].not`; the whole is ''. */
  readonly path: string
  readonly criteria: Criteria
  readonly met: boolean
  /** For a comparison: the field, what was asked, and what the record holds. */
  readonly reason: Reason
}

/** In or out, and why: every node in the order it is written. */
export interface Evaluation {
  readonly met: boolean
  readonly steps: readonly EvaluationStep[]
}

/** Ask criteria of one record, and keep why each node was met or not. */
export function evaluateCriteria(criteria: Criteria, record: Facts): Evaluation {
  const steps: EvaluationStep[] = []
  const walk = (node: Criteria, path: string): void => {
    const met = compileCriteria(node)(record)
    steps.push({ path, criteria: node, met, reason: reasonOf(node, record, met) })
    const below = path && `${path}.`
    if ('all' in node) for (const [at, part] of node.all.entries()) walk(part, `${below}all[${at}]`)
    if ('any' in node) for (const [at, part] of node.any.entries()) walk(part, `${below}any[${at}]`)
    if ('not' in node) walk(node.not, `${below}not`)
  }
  walk(criteria, '')
  return { met: steps[0]!.met, steps }
}

function reasonOf(node: Criteria, record: Facts, met: boolean): Reason {
  if (!('field' in node)) return because(met ? 'criteria.met' : 'criteria.not_met')
  const actual = record[node.field] ?? undefined
  const shown = (value: unknown) => (Array.isArray(value) ? value.join(', ') : value) as string
  if (actual === undefined) return because('criteria.unknown', { field: node.field, is: node.is })
  return because(met ? 'criteria.met' : 'criteria.not_met', {
    field: node.field,
    is: node.is,
    ...(node.value !== undefined && { wanted: shown(node.value) }),
    actual: shown(actual),
  })
}
