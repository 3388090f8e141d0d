import type { LocalDate } from '../kit/index.ts'
import { plainName } from '../kit/plain-text.ts'
import { readCreditCode } from './credit-code.ts'
import type { GoldenField } from './fields.ts'
import { goldenFields } from './fields.ts'
import { readIdNumber } from './id-number.ts'
import { readPhone } from './phone.ts'
import type { Said } from './source-record.ts'

/** What is wrong with a field, by its code. */
export interface FieldFault {
  readonly field: GoldenField
  readonly code: string
}

/** What somebody wrote, as it is kept, and everything that is wrong with it. */
export interface CheckedFields {
  readonly fields: Said
  readonly faults: readonly FieldFault[]
}

/** What somebody wrote of a customer, field by field; null takes a value away. */
export type WrittenFields = { readonly [F in GoldenField]?: string | null | undefined }

type Kept = { readonly value: string | null } | { readonly fault: string }

const LONGEST = { name: 80, village: 80, address: 200 } as const
const needed: ReadonlySet<GoldenField> = new Set(['kind', 'name', 'branchId', 'openedOn', 'status'])

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function keptText(field: keyof typeof LONGEST, written: string): Kept {
  const text = plainName(written)
  // What a screen covered must never be written back over what it covers.
  if (text.includes('*')) return { fault: 'field.masked' }
  if (text.length > LONGEST[field]) return { fault: 'field.too_long' }
  if (field === 'name' && !/\p{L}/u.test(text)) return { fault: 'field.name_form' }
  return { value: text }
}

function keptDay(written: string, asOf: LocalDate): Kept {
  const day = written.trim()
  if (!isDay(day)) return { fault: 'field.day_form' }
  if (day > asOf) return { fault: 'field.day_ahead' }
  return day < '1850-01-01' ? { fault: 'field.day_long_ago' } : { value: day }
}

const keptNumber = (read: { readonly number: string } | { readonly fault: string }): Kept =>
  'fault' in read ? read : { value: read.number }

function kept(field: GoldenField, written: string, kind: string, asOf: LocalDate): Kept {
  if (field === 'name' || field === 'village' || field === 'address')
    return keptText(field, written)
  if (field === 'bornOn' || field === 'openedOn') return keptDay(written, asOf)
  if (field === 'phone') return keptNumber(readPhone(written))
  if (field === 'idNumber')
    return keptNumber(kind === 'firm' ? readCreditCode(written) : readIdNumber(written, asOf))
  return { value: written }
}

/**
 * Read what somebody wrote of a customer: every value as it is kept, or why it cannot be. An empty text
 * takes a value away, where the field may be without one.
 */
export function checkFields(
  written: WrittenFields,
  kind: 'person' | 'firm',
  asOf: LocalDate,
): CheckedFields {
  const fields: Record<string, string | null> = {}
  const faults: FieldFault[] = []
  for (const field of goldenFields) {
    const given = written[field]
    if (given === undefined) continue
    const empty = given === null || given.trim() === ''
    if (empty && needed.has(field)) faults.push({ field, code: 'field.needed' })
    if (empty) {
      fields[field] = null
      continue
    }
    const outcome = kept(field, given, kind, asOf)
    if ('fault' in outcome) faults.push({ field, code: outcome.fault })
    else fields[field] = outcome.value
  }
  return { fields: fields as Said, faults }
}
