import {
  accessErrors,
  type BackupFacts,
  type Endpoint,
  isCrmError,
  isSteppedUp,
  kitErrors,
  may,
} from '@crm/core'
import type { Context } from 'hono'
import type { Handler } from './answer.ts'
import type { Approving } from './approval-kind.ts'
import type { ReadLog } from './audit/read-log.ts'
import { record, rowOf } from './audit/record.ts'
import type { Directory, Presence } from './directory.ts'
import { type Disclosure, discloseOutput } from './disclose-output.ts'
import { faultFacts } from './fault-facts.ts'
import {
  expectedVersion,
  keepAnswer,
  type StoredAnswer,
  takeKey,
  type WriteKey,
  writeKey,
} from './idempotency.ts'
import type { Licensing } from './licensing.ts'
import type { Crowd } from './limits/crowd.ts'
import type { RowBudget, Who } from './limits/daily.ts'
import type { Guard, SecurityEvent } from './limits/guard.ts'
import { charge, expectOwed, listedIn } from './owed.ts'
import type { FaultLog } from './problem.ts'
import { inputOf, purposeOf } from './read-input.ts'
import { asCaller } from './row-security.ts'
import { type Ports, ReadSession, type SessionStart, WriteSession } from './session.ts'
import { appendEvents } from './store/outbox.ts'
import type { Store } from './store/store.ts'

/** What every call needs, set once when the server is made. */
export interface Frame {
  readonly store: Store
  readonly directory: Directory
  readonly modules: readonly string[]
  /** Absent where everything is on. */
  readonly licensing?: Licensing | undefined
  readonly guard: Guard
  readonly crowd: Crowd
  readonly approvals: Approving
  readonly budget: RowBudget
  /** Told of what the security office may want to know at once. */
  readonly onSecurityEvent: (event: SecurityEvent) => void
  /** Statements of a call run as the app role, for that caller alone. */
  readonly rowSecurity: boolean
  readonly ports: Ports
  readonly log: FaultLog
  /** `strict`: an answer that breaks its schema fails. `log`: it is told to the log, and sent. */
  readonly responses: 'strict' | 'log'
  /** Called after each commit that left events in the outbox. */
  readonly onCommitted: () => void
  /** The caller's network address as far as it can be trusted; empty where it cannot. */
  readonly addressOf: (request: Request) => string
  /** What the host knows of its backups, where it has said so. */
  readonly backups?: (() => Promise<BackupFacts>) | undefined
  readonly readLog: ReadLog
  /** False leaves auditing of reads out; only for measuring what it costs. */
  readonly auditReads: boolean
}

/** One endpoint with its place and its answer. */
export interface Deed {
  /** `room.method`. */
  readonly action: string
  readonly endpoint: Endpoint
  readonly handler: Handler<Endpoint>
}

const nounOf = (endpoint: Endpoint): string => endpoint.needs.split(':')[0] ?? ''

const idOf = (input: Record<string, unknown>, output: unknown): string => {
  const { id } = (input.params ?? {}) as { id?: unknown }
  const made = (output as { id?: unknown } | undefined)?.id
  const query = (input.query ?? {}) as { customerId?: unknown }
  return [id, query.customerId, made].find((found) => typeof found === 'string') ?? ''
}

const json = ({ status, body, version }: StoredAnswer): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(version !== undefined && { etag: `"v${version}"` }),
    },
  })

const versionOf = (output: unknown): number | undefined => {
  const version = (output as { version?: unknown } | undefined)?.version
  return typeof version === 'number' ? version : undefined
}

/** One call from the door to the answer: rights, shapes, work, disclosure, record. */
export async function answerCall(
  frame: Frame,
  deed: Deed,
  c: Context,
  presence: Presence,
  requestId: string,
): Promise<Response> {
  const { endpoint, action } = deed
  const { caller } = presence
  const { store } = frame
  const keys = await store.vault.ready(store.db, caller.bankId)
  const origin = { purpose: purposeOf(c.req.raw), address: frame.addressOf(c.req.raw) }
  const start: SessionStart = { ...frame, ...presence, keys, origin }
  const reader = new ReadSession(store.db, start)
  const objectKind = nounOf(endpoint)
  const entry = { action, objectKind, requestId, policyId: reader.policyIds(objectKind) }
  const refuse = (result: string, objectId = '') =>
    record(store.db, reader, { ...entry, objectId, fieldNames: [], decision: 'denied', result })

  frame.guard.takeRequest(reader.whose)
  if (!may(caller, endpoint.needs)) {
    await refuse('access.denied')
    throw accessErrors.denied(endpoint.needs)
  }
  if (endpoint.stepUp && !isSteppedUp(caller, frame.ports.now())) {
    await refuse('access.step_up_required')
    throw accessErrors.stepUpRequired()
  }
  const input = await (endpoint.body
    ? frame.crowd.aside(() => inputOf(endpoint, c))
    : inputOf(endpoint, c))
  const run = async () => {
    await expectOwed(reader, [idOf(input, undefined), ...listedIn(input)])
    if (!endpoint.writes) {
      const read = frame.rowSecurity
        ? await store.transaction(
            (tx) => readOnce(frame, deed, new ReadSession(tx, start), input),
            { opening: asCaller(start) },
          )
        : await readOnce(frame, deed, reader, input)
      frame.budget.counted(read.budgetOf, read.customerIds)
      await logRead(frame, deed, reader, read, entry)
      return json({ status: 200, body: read.output, version: versionOf(read.output) })
    }
    const key = await writeKey(c.req.raw, endpoint, caller, input)
    const expected = endpoint.expects === 'version' ? expectedVersion(c.req.raw) : undefined
    return answerWrite(frame, deed, start, input, { entry, key, expected })
  }
  try {
    return await (endpoint.heavy ? frame.guard.heavy(reader.whose, run) : run())
  } catch (error) {
    if (isCrmError(error) && (error.status === 403 || error.status === 404))
      await refuse(error.code, idOf(input, undefined))
    throw error
  }
}

type EntryStart = {
  readonly action: string
  readonly objectKind: string
  readonly requestId: string
  readonly policyId: string
}

/** What a read answers, and what has to go on record of it. */
interface Read {
  readonly output: unknown
  readonly objectId: string
  readonly fieldNames: readonly string[]
  readonly customerIds: ReadonlySet<string>
  /** On whose budget they are. */
  readonly budgetOf: Who
}

async function readOnce(
  frame: Frame,
  deed: Deed,
  session: ReadSession,
  input: Record<string, unknown>,
): Promise<Read> {
  const result = await deed.handler({ ...input, session } as never)
  const { output, fieldNames, customerIds } = disclosed(frame, deed, result, session)
  const budgetOf = await charge(frame, session, customerIds)
  return { output, objectId: idOf(input, output), fieldNames, customerIds, budgetOf }
}

/** Nothing sensitive leaves before it is on record that it does. */
async function logRead(
  frame: Frame,
  { endpoint, action }: Deed,
  session: ReadSession,
  { objectId, fieldNames, customerIds }: Read,
  entry: EntryStart,
): Promise<void> {
  if (!endpoint.discloses || !frame.auditReads) return
  const seen = { objectId, fieldNames, customerIds }
  const line = { ...entry, ...seen, decision: 'allowed' as const, result: 'ok' }
  await frame.readLog.write(session.keys, rowOf(session, line)).catch((cause: unknown) => {
    frame.log.error('audit.failed', { action, ...faultFacts(cause) })
    throw kitErrors.auditFailed()
  })
}

async function answerWrite(
  frame: Frame,
  deed: Deed,
  start: SessionStart,
  input: Record<string, unknown>,
  write: {
    readonly entry: EntryStart
    readonly key: WriteKey
    readonly expected: number | undefined
  },
): Promise<Response> {
  const { store, ports } = frame
  const { keys } = start
  const { bankId } = start.caller
  const opening = frame.rowSecurity ? { opening: asCaller(start) } : {}
  const { answer, told, shown } = await store.transaction(async (tx) => {
    const session = new WriteSession(tx, start, write.expected)
    const first = await takeKey(tx, keys, write.key, ports.now())
    if (first) return { answer: first, told: 0, shown: undefined }
    const result = await deed.handler({ ...input, session } as never)
    if (deed.endpoint.expects === 'version' && !session.versionChecked)
      throw new Error(`${deed.action} saved without looking at the expected version`)
    const { output, fieldNames, customerIds } = disclosed(frame, deed, result, session)
    const budgetOf = await charge(frame, session, customerIds)
    const answer: StoredAnswer = {
      status: deed.endpoint.expects === 'new' ? 201 : 200,
      body: output,
      version: versionOf(output),
    }
    await record(tx, session, {
      ...write.entry,
      objectId: idOf(input, output),
      fieldNames,
      customerIds,
      decision: 'allowed',
      result: 'ok',
      ...session.recordMore,
    })
    await appendEvents(
      tx,
      session.changes.map(({ customer, ...change }) => ({
        bankId,
        ...change,
        ...(customer && {
          customerId: customer.id,
          branchId: customer.branchId,
          managerId: customer.managerId ?? '',
        }),
      })),
    )
    await keepAnswer(tx, keys, write.key, answer)
    return { answer, told: session.changes.length, shown: { budgetOf, customerIds } }
  }, opening)
  if (shown) frame.budget.counted(shown.budgetOf, shown.customerIds)
  if (told > 0) frame.onCommitted()
  return json(answer)
}

function disclosed(
  frame: Frame,
  { endpoint, action }: Deed,
  result: unknown,
  session: ReadSession,
): Disclosure {
  const disclosure = discloseOutput(endpoint.returns, result, session)
  const checked = endpoint.returns.safeParse(disclosure.output)
  if (checked.success) return disclosure
  const paths = checked.error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.')}: ${code}`)
  frame.log.error('response.invalid', { action, paths })
  if (frame.responses === 'strict') throw kitErrors.responseInvalid(action)
  return disclosure
}
