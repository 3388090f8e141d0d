/** What one syslog message says. */
export interface SyslogEntry {
  /** 13 is the log audit, 10 security and authorisation (RFC 5424, 6.2.1). */
  readonly facility: 10 | 13
  /** 4 warning, 5 notice, 6 informational. */
  readonly severity: 4 | 5 | 6
  readonly at: string
  readonly host: string
  /** What kind of message: 32 printable letters at most. */
  readonly id: string
  /** The name of the structured data, `audit`, under the bank's enterprise number. */
  readonly data: string
  readonly enterprise: number
  /** Facts by name; empty ones are left out. */
  readonly facts: Readonly<Record<string, string>>
  readonly text: string
}

/** A parameter value in structured data: quotes, backslashes and closing brackets are escaped, and a line stays one. */
const escaped = (value: string): string =>
  value.replace(/[\r\n]+/g, ' ').replace(/["\\\]]/g, '\\$&')

/** Header fields are printable ASCII without spaces, or `-`. */
const header = (value: string, most: number): string =>
  value.replace(/[^\x21-\x7e]/g, '').slice(0, most) || '-'

/** One message for the bank's SIEM (RFC 5424). */
export function syslogMessage(entry: SyslogEntry): string {
  const data = Object.entries(entry.facts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('')
  const priority = entry.facility * 8 + entry.severity
  const head = `<${priority}>1 ${entry.at} ${header(entry.host, 255)} crm - ${header(entry.id, 32)}`
  return `${head} [${entry.data}@${entry.enterprise}${data}] ${header(entry.text, 128)}`
}
