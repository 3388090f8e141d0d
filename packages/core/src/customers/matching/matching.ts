import { type BlockKey, whole } from './block-keys.ts'
import { type ColumnKind, columnKinds } from './column-kind.ts'
import type { Measure } from './measure.ts'

/** One thing that two records are compared by. */
export interface FieldComparison<C extends string = string> {
  readonly name: string
  /** Where it stands; of several columns (two phones) the nearest pair counts. */
  readonly columns: readonly C[]
  readonly measure: Measure
  /** Columns it may have been written into by mistake: the given name where the surname belongs. */
  readonly elsewhere?: readonly C[] | undefined
  /** A rare value that agrees says more than a common one. */
  readonly termFrequency?: boolean | undefined
  /**
   * Comparisons that agree for one reason, such as living in one house: the strongest of them counts
   * in full, the others at {@link Matching.sharedWeight}.
   */
  readonly group?: string | undefined
}

/** A column of which one person has one value. */
export interface ExclusiveValue<C extends string = string> {
  readonly column: C
  /** Which of its values are to be trusted so far: those with a right check digit. All, where left out. */
  readonly trusted?: ((value: string) => boolean) | undefined
}

/** What must hold before records become one by themselves; where none of it does, somebody has to look. */
export interface MatchNeed {
  /** A comparison, by name. */
  readonly comparison: string
  /** It has to be at one of these levels. */
  readonly levels: readonly string[]
}

/** What two records must share to be looked at: every part of one rule. */
export interface BlockingRule<C extends string = string> {
  readonly name: string
  readonly parts: readonly BlockPart<C>[]
  /**
   * False where those that share it are often relatives, not one person: parameters learnt among them
   * would be wrong. They are looked at all the same.
   */
  readonly trains?: boolean | undefined
}

/** A part of a blocking rule: a key made of any of these columns. */
export interface BlockPart<C extends string = string> {
  readonly columns: readonly C[]
  readonly by: BlockKey
}

/** How records are told to be of one person or firm. */
export interface Matching<C extends string = string> {
  readonly columns: Readonly<Record<C, ColumnKind>>
  readonly comparisons: readonly FieldComparison<C>[]
  /** Absent: chosen from the data, by what finds most at the least cost. */
  readonly blocking?: readonly BlockingRule<C>[] | undefined
  /** Columns of which one person has one value: records that differ there are never one cluster. */
  readonly exclusive: readonly ExclusiveValue<C>[]
  /**
   * At least one of these has to hold between records that become one without anybody looking: relatives
   * share a house, a phone and a birthday too. Empty: the weights alone decide.
   */
  readonly needs: readonly MatchNeed[]
  /** A column whose same value says that two records are not to be compared: a source without doubles. */
  readonly apartWithin?: C | undefined
  /** At this probability two records are one, from 0 to 1. */
  readonly matchAt: number
  /** From here to {@link matchAt} somebody has to look: the clerical band. */
  readonly reviewAt: number
  /** What the weaker of a group's agreements count for, from 0 to 1. */
  readonly sharedWeight: number
  /** More records than this under one key, and the key says nothing: a phone of the village office. */
  readonly mostInBlock: number
}

/** What {@link defineMatching} is told; the rest follows from the kinds of the columns. */
export type MatchingOptions<C extends string> = Pick<Matching<C>, 'columns'> &
  Partial<Omit<Matching<C>, 'columns'>>

/**
 * State how records are matched. Columns and their kinds are enough: comparisons follow from the
 * kinds, parameters from the data (see `trainMatching`), and so does blocking, if none is named.
 *
 * The model is that of Fellegi and Sunter (1969), with levels of agreement per comparison and
 * adjustment for the frequency of terms (Winkler 2000), its parameters estimated by expectation
 * maximisation without labels.
 *
 * @throws RangeError where a comparison or rule names a column that is not there
 */
export function defineMatching<const C extends string>(options: MatchingOptions<C>): Matching<C> {
  const names = Object.keys(options.columns) as C[]
  const matching: Matching<C> = {
    exclusive: [],
    needs: [],
    matchAt: 0.9,
    reviewAt: 0.2,
    sharedWeight: 0.5,
    mostInBlock: 300,
    ...options,
    comparisons: options.comparisons ?? comparisonsOf(options.columns),
  }
  const mentioned = [
    ...matching.comparisons.flatMap(({ columns, elsewhere = [] }) => [...columns, ...elsewhere]),
    ...(matching.blocking ?? []).flatMap(({ parts }) => parts.flatMap(({ columns }) => columns)),
    ...matching.exclusive.map(({ column }) => column),
    ...(matching.apartWithin === undefined ? [] : [matching.apartWithin]),
  ]
  const unknown = mentioned.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new RangeError(`There is no column ${unknown} to match by.`)
  return matching
}

/** A rule by whole values, or by what a key makes of them: `blockOn('born', ['name', sound])`. */
export const blockOn = <C extends string>(
  ...parts: readonly (C | readonly [C | readonly C[], BlockKey])[]
): BlockingRule<C> => {
  const read = parts.map((part): BlockPart<C> => {
    if (typeof part === 'string') return { columns: [part], by: whole }
    const [columns, by] = part as readonly [C | readonly C[], BlockKey]
    return { columns: typeof columns === 'string' ? [columns] : columns, by }
  })
  return { name: read.map(({ columns }) => columns.join('|')).join(' + '), parts: read }
}

function comparisonsOf<C extends string>(
  columns: Readonly<Record<C, ColumnKind>>,
): FieldComparison<C>[] {
  const entries = Object.entries(columns) as [C, ColumnKind][]
  return entries.map(([name, kind]) => {
    const { measure, termFrequency, swappedWith, group } = columnKinds[kind]
    const elsewhere = entries
      .filter(([other, otherKind]) => other !== name && otherKind === swappedWith)
      .map(([other]) => other)
    return {
      name,
      columns: [name],
      measure,
      termFrequency,
      group,
      ...(elsewhere.length > 0 && { elsewhere }),
    }
  })
}
