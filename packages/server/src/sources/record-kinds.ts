import type { RecordKind } from '@crm/core'

/** In which room something changed, and what it is called there. */
export const roomOf: Readonly<Record<RecordKind, readonly [room: string, noun: string]>> = {
  branches: ['access', 'access'],
  staff: ['access', 'access'],
  customers: ['customers', 'customer'],
  relationships: ['customers', 'customer'],
  households: ['customers', 'customer'],
  accounts: ['holdings', 'holding'],
  holders: ['holdings', 'holding'],
  holdings: ['holdings', 'holding'],
  movements: ['holdings', 'holding'],
}
/** What the ids of each kind begin with. */
export const prefixOf: Readonly<Record<RecordKind, string>> = {
  branches: 'brn',
  staff: 'stf',
  customers: 'cus',
  relationships: 'rel',
  households: 'hhm',
  accounts: 'acc',
  holders: 'hol',
  holdings: 'hld',
  movements: 'mov',
}
