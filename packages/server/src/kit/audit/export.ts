import type { AuditSeal, PlacedRow } from './seal.ts'
import type { AuditSource } from './verify.ts'

/** One line of an exported audit. */
type Line =
  | { readonly kind: 'seal'; readonly seal: AuditSeal & { readonly expired?: boolean } }
  | { readonly kind: 'row'; readonly row: PlacedRow }

/**
 * A whole audit as JSON lines, seals first: to be carried elsewhere and verified there with the public
 * keys alone.
 */
export async function* exportAudit(source: AuditSource): AsyncGenerator<string> {
  for await (const seal of source.seals())
    yield `${JSON.stringify({ kind: 'seal', seal } satisfies Line)}\n`
  for await (const row of source.rows())
    yield `${JSON.stringify({ kind: 'row', row } satisfies Line)}\n`
}

/** An audit read back from the lines of {@link exportAudit}. `lines` is called once for each walk. */
export function auditInLines(lines: () => AsyncIterable<string>): AuditSource {
  async function* of<K extends Line['kind']>(kind: K) {
    for await (const text of lines()) {
      if (text.trim() === '') continue
      const line = JSON.parse(text) as Line
      if (line.kind === kind) yield line as Extract<Line, { readonly kind: K }>
    }
  }
  return {
    async *seals() {
      for await (const { seal } of of('seal')) yield seal
    },
    async *rows() {
      for await (const { row } of of('row')) yield row
    },
  }
}

/** Facility 13, log audit (RFC 5424, 6.2.1). */
const FACILITY = 13
const severityOf = (row: PlacedRow): number =>
  row.decision === 'denied' ? 4 : row.field_names.length > 0 ? 5 : 6

/** A parameter value in structured data: quotes, backslashes and closing brackets are escaped. */
const escaped = (value: string): string => value.replace(/["\\\]]/g, '\\$&')

/** Header fields are printable ASCII without spaces, or `-`. */
const header = (value: string, most: number): string =>
  value.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-'

/**
 * A row for the bank's SIEM as one syslog message (RFC 5424). The structured data holds names and
 * codes; no value of a customer is in an audit row, so none can be in the message. 32473 is the
 * number that RFC 5612 keeps for examples: give the bank's own.
 */
export function toSyslog(row: PlacedRow, host: string, enterprise = 32_473): string {
  const facts: Readonly<Record<string, string>> = {
    bank: row.bank_id,
    actor: row.actor_id,
    person: row.person_id,
    roles: row.roles.join(' '),
    object: row.object_id,
    customer: row.customer_id ?? '',
    fields: row.field_names.join(' '),
    // How many: a hundred ids would be longer than a receiver must take (RFC 5424, 6.1).
    listed: row.customer_ids?.length > 0 ? String(row.customer_ids.length) : '',
    decision: row.decision,
    result: row.result,
    policy: row.policy_id,
    purpose: row.purpose,
    session: row.session_id,
    address: row.address,
    request: row.request_id,
    seq: String(row.seq),
  }
  const data = Object.entries(facts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
  const priority = FACILITY * 8 + severityOf(row)
  const head = `<${priority}>1 ${row.at} ${header(host, 255)} crm - ${header(row.event_id, 32)}`
  return `${head} [audit@${enterprise}${data}] ${header(row.action, 128)}`
}
