import { describe, expect, it } from 'vitest'
import { auditKeys, auditRow, madeAudit, sourceOf } from '../../../../../tests/loose-audit.ts'
import { intlSuite, isSignedBy } from '../../../../../tests/node-keys.ts'
import { auditInLines, exportAudit, toSyslog } from './export.ts'
import { verifyAudit } from './verify.ts'

describe('an audit that was carried elsewhere', () => {
  it('is one JSON object a line, seals first, and is verified by the public keys alone', async () => {
    const { seals, rows, verifyingKeys } = await madeAudit()
    const lines: string[] = []
    for await (const line of exportAudit(sourceOf(seals, rows))) lines.push(line)
    expect(lines.every((line) => line.endsWith('}\n'))).toBe(true)
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      ...seals.map(() => 'seal'),
      ...rows.map(() => 'row'),
    ])
    let walks = 0
    const carried = auditInLines(async function* () {
      walks += 1
      yield '\n'
      yield* lines
      yield '  '
    })
    const options = { digest: intlSuite.digest, isSignedBy, verifyingKeys }
    const report = await verifyAudit(carried, { ...options, now: '2026-03-05T02:00:00.000Z' })
    expect(report).toMatchObject({ seals: 3, rows: 17, unsealed: 2 })
    expect(report.fault).toBeUndefined()
    expect(walks).toBe(2)
  })
})

describe('a row for the SIEM', () => {
  const row = auditRow(auditKeys(), [1, '4', 7])
  const data =
    'bank="bnk_shiqiao" actor="stf_chen" person="per_chen" roles="relationship-manager" ' +
    'object="cus_li" customer="cus_li" fields="customer.phone" decision="allowed" result="ok" ' +
    'policy="relationship-manager.book.customer@1" purpose="incoming-call" session="ses_1" ' +
    'address="10.0.0.7" request="req_1" seq="7"'

  it('is one message of RFC 5424', () => {
    expect(toSyslog(row, 'crm.bank.example')).toBe(
      `<109>1 2026-03-05T01:00:00.000Z crm.bank.example crm - aud_7 [audit@32473 ${data}] customers.get`,
    )
    expect(toSyslog(row, 'crm', 999)).toContain(' [audit@999 bank=')
  })

  it('is the more urgent the more it says: denied, open fields, the rest', () => {
    expect(toSyslog({ ...row, decision: 'denied' }, 'crm')).toMatch(/^<108>1 /)
    expect(toSyslog(row, 'crm')).toMatch(/^<109>1 /)
    expect(toSyslog({ ...row, field_names: [] }, 'crm')).toMatch(/^<110>1 /)
  })

  it('leaves out what is empty', () => {
    const bare = { ...row, customer_id: null, field_names: [], purpose: '', session_id: '' }
    const message = toSyslog(bare, 'crm')
    for (const name of ['customer', 'fields', 'purpose', 'session'])
      expect(message).not.toContain(` ${name}=`)
    expect(message).toContain(' address="10.0.0.7"')
  })

  it('says of how many others an answer was, and not of whom', () => {
    const many = { ...row, customer_ids: ['cus_sun', 'cus_zhang'] }
    expect(toSyslog(many, 'crm')).toContain(' fields="customer.phone" listed="2" decision=')
    expect(toSyslog(row, 'crm')).not.toContain('listed')
    const { customer_ids: _, ...before } = row
    expect(toSyslog(before as typeof row, 'crm')).toBe(toSyslog(row, 'crm'))
  })

  it('lists roles and fields with a space between', () => {
    const two = { ...row, roles: ['teller', 'approver'], field_names: ['a.b', 'c.d'] }
    expect(toSyslog(two, 'crm')).toContain(' roles="teller approver" object=')
    expect(toSyslog(two, 'crm')).toContain(' fields="a.b c.d" decision=')
  })

  it('cannot be broken out of by what somebody wrote', () => {
    const sly = { ...row, purpose: 'a "quoted] \\\r\n word', action: 'x y\n<0>1', event_id: ' ' }
    const message = toSyslog(sly, '石桥 host\n')
    expect(message).toContain('purpose="a \\"quoted\\] \\\\  word"')
    expect(message).toMatch(/^<109>1 2026-03-05T01:00:00\.000Z host crm - - \[/)
    expect(message).toMatch(/\] xy<0>1$/)
    expect(message.split('\n')).toHaveLength(1)
  })

  it('keeps its header within what the standard allows', () => {
    const long = 'x'.repeat(300)
    const message = toSyslog({ ...row, event_id: long, action: long }, long)
    const [, , host, , , id] = message.split(' ')
    expect([host?.length, id?.length]).toEqual([255, 32])
    expect(message.split('] ')[1]).toHaveLength(128)
    expect(toSyslog(row, '')).toContain('Z - crm')
  })
})
