import { expect, it } from 'vitest'
import { securityToSyslog } from './security-syslog.ts'

it('tells the SIEM of a spent budget in one line, whatever an address holds', () => {
  const line = securityToSyslog(
    {
      kind: 'budget-spent',
      at: '2026-03-05T01:00:00.000Z',
      bankId: 'bnk_shiqiao',
      staffId: 'stf_liu',
      address: '10.0.0.7"] forged [x@1 a="',
      requestId: 'req_1',
      facts: { action: 'customers.search' },
    },
    'crm.bank.example',
  )
  expect(line).toBe(
    '<84>1 2026-03-05T01:00:00.000Z crm.bank.example crm - budget-spent ' +
      '[security@32473 bank="bnk_shiqiao" actor="stf_liu" address="10.0.0.7\\"\\] forged [x@1 a=\\"" ' +
      'request="req_1" action="customers.search"] budget-spent',
  )
})

it('never lets a line break begin a second message', () => {
  const event = {
    kind: 'denied',
    at: '2026-03-05T01:00:00.000Z',
    address: '10.0.0.7\n<13>1 forged',
    requestId: '',
    facts: {},
  } as const
  expect(securityToSyslog(event, 'crm').split('\n')).toHaveLength(1)
})
