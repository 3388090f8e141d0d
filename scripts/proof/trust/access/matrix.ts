// Every role at every endpoint about every kind of thing: what the server answers beside what the table says.
import { Role } from '@crm/core'
import { bank } from '@crm/core/fixtures'
import { contracts, latestPosition, type Store } from '@crm/server'
import { type Door, doors } from './doors.ts'
import { becomeRole, type Front, openFront, otherBank } from './houses.ts'
import { expected, type Kind, kinds, kindsOf, type Rule, rules, sight } from './oracle.ts'
import { asker, canariesOf, MARK } from './plant-kinds.ts'
import { type Statement, unscoped, watchStore } from './watched-store.ts'

/** What came of the matrix. */
export interface MatrixOutcome {
  readonly cells: number
  readonly endpoints: number
  /** Cells where the server and the table are of two minds, and endpoints that the table forgot. */
  readonly differences: readonly string[]
  /** Answers with a value of somebody whom the asker does not see. */
  readonly leaks: readonly string[]
  /** Things out of sight that are refused in other words than things that are not there. */
  readonly unlike: readonly string[]
  readonly statements: number
  /** Statements on customers' data without scope, or on a bank's without the bank. */
  readonly unscoped: readonly string[]
}

/** Roles that see less than the bank: their scope shows in a statement. */
const narrow: ReadonlySet<Role> = new Set<Role>([
  'teller',
  'approver',
  'relationship-manager',
  'branch-manager',
])

/** Values that tell whose record they come from, by kind. */
const canaries = kinds.map((kind) => ({ kind, values: Object.values(canariesOf(kind)) }))
const foreign = kinds.flatMap((kind) => Object.values(canariesOf(kind, otherBank)))

/** Whether an answer holds a value of the other bank, or of a customer out of sight. */
export function leakedIn(text: string, role: Role, asked: string): string | undefined {
  const told = (value: string) => text.includes(value) && !asked.includes(value)
  if (told(MARK) || foreign.some(told)) return 'the other bank'
  return canaries.find(({ kind, values }) => !sight[role].includes(kind) && values.some(told))?.kind
}

interface Answer {
  readonly status: number
  readonly text: string
}

async function answerOf(front: Front, role: Role, { method, path, more }: Door): Promise<Answer> {
  const seat = { bankId: bank.id, staffId: asker, sessionId: role }
  const response = await front.ask(seat, method, path, more)
  return { status: response.status, text: await response.text() }
}

/** An answer less what is different in any two: the id asked for, and the request's own. */
const bare = ({ status, text }: Answer, { id = '' }: Door): string =>
  `${status} ${text.replaceAll(id || '\0', 'ID').replace(/"requestId":"[^"]*"/, '')}`

/** The text of the event stream about one change to a customer of every kind, in both banks. */
async function eventsHeard(front: Front, store: Store, role: Role): Promise<string> {
  const seat = { bankId: bank.id, staffId: asker, sessionId: role }
  const stop = new AbortController()
  const from = await latestPosition(store.db, bank.id)
  await store.transaction(async (tx) => {
    for (const bank_id of [bank.id, otherBank])
      for (const kind of kinds)
        await tx
          .insertInto('outbox_event')
          .values({
            bank_id,
            room: 'customers',
            deed: 'consent',
            subject_kind: 'customer',
            subject_id: `cus_${kind}`,
            customer_id: `cus_${kind}`,
            branch_id: 'brn_town',
            manager_id: asker,
          })
          .execute()
  })
  const more = { headers: { 'last-event-id': from }, signal: stop.signal }
  const response = await front.ask(seat, 'GET', '/events', more)
  let text = ''
  for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
    text += part
    if (text.includes('event: seen')) break
  }
  stop.abort()
  return text
}

/** Of a door that is closed to a role, three things say as much as twelve. */
const atClosedDoor: readonly Kind[] = ['own', 'foreign', 'unknown']

/** How the matrix is run. */
export interface MatrixOptions {
  readonly rowSecurity?: boolean
  /** Every kind at closed doors too. */
  readonly full?: boolean
  /** Only these kinds, and only doors that are open. */
  readonly only?: readonly Kind[]
}

/** Run the whole matrix over a store with both houses in it. */
export async function runMatrix(
  plain: Store,
  { rowSecurity = false, full = false, only }: MatrixOptions = {},
): Promise<MatrixOutcome> {
  const { store, sent } = watchStore(plain)
  const front = openFront(store, { rowSecurity })
  const differences: string[] = []
  const leaks: string[] = []
  const unlike: string[] = []
  const loose = new Set<string>()
  let cells = 0
  let statements = 0
  for (const [room, contract] of Object.entries(contracts))
    for (const name of Object.keys(contract))
      if (!rules[`${room}.${name}`]) differences.push(`${room}.${name} is not in the table`)

  const look = (role: Role, name: string, call: readonly Statement[]) => {
    statements += call.length
    if (
      !narrow.has(role) ||
      !/^(customers|holdings|interactions|desk|reminders|segments)/.test(name)
    )
      return
    for (const fault of unscoped(call, bank.id)) loose.add(`${name} ${fault}`)
  }
  const cell = async (role: Role, name: string, rule: Rule, kind: Kind): Promise<string> => {
    const door = doors[name]!(kind, cells++)
    sent.length = 0
    const answer = await answerOf(front, role, door)
    look(role, name, [...sent])
    const wanted = expected(rule, role, kind)
    const told = answer.text.includes(door.tells ?? '\0')
    const same =
      answer.status === wanted.status && (wanted.told === undefined || told === wanted.told)
    if (!same)
      differences.push(
        `${role} at ${name} of ${kind}: ${answer.status}${wanted.told === undefined ? '' : ` told ${told}`}, not ${JSON.stringify(wanted)} ${answer.text.slice(0, 160)}`,
      )
    const leaked = leakedIn(answer.text, role, `${door.path}${JSON.stringify(door.more ?? '')}`)
    if (leaked) leaks.push(`${role} at ${name} of ${kind}: ${leaked}`)
    if (answer.status < 300) await door.undo?.(plain)
    return bare(answer, door)
  }
  for (const role of Role.options) {
    await becomeRole(plain, role)
    for (const [name, rule] of Object.entries(rules)) {
      if (name === 'events') continue
      const answers = new Map<Kind, string>()
      const open = full || rule.roles.includes(role)
      const worthIt = only ? (open ? only : []) : open ? kinds : atClosedDoor
      const asked = kindsOf(rule).filter((kind) => worthIt.includes(kind))
      for (const kind of asked) answers.set(kind, await cell(role, name, rule, kind))
      const absent = answers.get('unknown')
      for (const [kind, answer] of answers)
        if (answer.startsWith('404') && answer !== absent && absent !== undefined)
          unlike.push(`${role} at ${name} of ${kind}: ${answer} not ${absent}`)
    }
    const heard = await eventsHeard(front, plain, role)
    for (const kind of kindsOf(rules.events!)) {
      cells += 1
      const { told } = expected(rules.events!, role, kind)
      if (told !== heard.includes(`"cus_${kind}"`))
        differences.push(`${role} hears of ${kind}: ${!told}`)
    }
  }
  if (front.faults.length > 0) differences.push(...front.faults.slice(0, 5))
  return {
    cells,
    endpoints: Object.keys(rules).length,
    differences,
    leaks,
    unlike,
    statements,
    unscoped: [...loose],
  }
}
