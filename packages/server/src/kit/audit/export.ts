import { syslogMessage } from '../syslog.ts'
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

const severityOf = (row: PlacedRow): 4 | 5 | 6 =>
  row.decision === 'denied' ? 4 : row.field_names.length > 0 ? 5 : 6

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
  return syslogMessage({
    facility: 13,
    severity: severityOf(row),
    at: row.at,
    host,
    id: row.event_id,
    data: 'audit',
    enterprise,
    facts,
    text: row.action,
  })
}
