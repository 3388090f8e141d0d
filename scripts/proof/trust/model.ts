// The bank beside a model of it that fits on a page: whatever is done in whatever order, both say the same.
import { type Policy, shippedPolicies } from '@crm/core'
import { bank, chenBo, guQuan, yanShou, zhengYan } from '@crm/core/fixtures'
import { openTestBank, type TestBank } from '@crm/testing'
import { chance } from './tamper.ts'

/** What the walks came to. */
export interface ModelOutcome {
  readonly sequences: number
  readonly steps: number
  /** Steps after which bank and model said something different, by seed, sequence and step. */
  readonly differences: readonly string[]
}

const channels = ['sms', 'phone', 'wecom', 'app', 'visit'] as const

interface Wish {
  readonly at: number
  readonly open: boolean
}

/** What the model knows of a customer: their latest wish for each purpose and way, and whether they are set apart. */
interface Person {
  readonly id: string
  readonly wishes: Map<string, Wish>
  restricted: boolean
}

/** What the model knows of a request. */
interface Request {
  readonly id: string
  readonly hash: string
  version: number
  status: 'pending' | 'approved' | 'rejected' | 'withdrawn'
}

interface Walk {
  readonly house: TestBank
  readonly people: readonly Person[]
  readonly requests: Request[]
  readonly pick: <T>(list: readonly T[]) => T
  clock: number
}

interface Answer {
  readonly status: number
  readonly body: { readonly code?: string } & Record<string, unknown>
}

let keys = 0
const newKey = (): string => `model-key-${keys++}`

async function send(
  { house }: Walk,
  who: typeof chenBo,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const key = { 'idempotency-key': newKey(), 'content-type': 'application/json', ...headers }
  const init =
    body === undefined ? {} : { method: 'POST', headers: key, body: JSON.stringify(body) }
  const response = await house.request(path, init, who)
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const expected = (truth: unknown, told: unknown): string | undefined =>
  JSON.stringify(truth) === JSON.stringify(told)
    ? undefined
    : `model ${JSON.stringify(truth)}, bank ${JSON.stringify(told)}`

const act = { textHash: 'a'.repeat(64), method: 'app', proofRef: '' } as const

type Step = (walk: Walk) => Promise<string | undefined>

/** A wish is recorded; sent twice under one key it is recorded once. */
const wish: Step = async (walk) => {
  const person = walk.pick(walk.people)
  // Few of each: what matters is wishes that meet.
  const purpose = walk.pick(['marketing', 'profiling'] as const)
  const channel = walk.pick(['sms', 'phone', 'all'] as const)
  const open = walk.pick([true, false])
  const body = { ...act, purpose, channel, act: open ? 'granted' : 'withdrawn' }
  const headers = { 'idempotency-key': newKey() }
  const path = `/customers/${person.id}/consents`
  const first = await send(walk, chenBo, path, body, headers)
  if (person.restricted) return expected(404, first.status)
  for (const one of channel === 'all' ? channels : [channel]) {
    const last = person.wishes.get(`${purpose} ${one}`)
    // Of two wishes at one moment the refusal holds.
    if (last?.at === walk.clock && !last.open) continue
    person.wishes.set(`${purpose} ${one}`, { at: walk.clock, open })
  }
  if (walk.pick([true, false, false])) {
    const again = await send(walk, chenBo, path, body, headers)
    return expected(first, again) ?? expected(200, again.status)
  }
  return expected(200, first.status)
}

/** What is open is what the last wishes say. */
const look: Step = async (walk) => {
  const person = walk.pick(walk.people)
  const { status, body } = await send(walk, chenBo, `/customers/${person.id}/consents`)
  if (person.restricted) return expected(404, status)
  const states = body.states as readonly { purpose: string; channel: string; open: boolean }[]
  const told = states
    .filter(({ open }) => open)
    .map(({ purpose, channel }) => `${purpose} ${channel}`)
  const truth = [...person.wishes].filter(([, { open }]) => open).map(([name]) => name)
  return expected(truth.sort(), told.sort())
}

const restrict: Step = async (walk) => {
  const person = walk.pick(walk.people)
  const deed = walk.pick(['restrict', 'lift-restriction'])
  const path = `/customers/${person.id}/${deed}`
  const { status } = await send(walk, guQuan, path, { reason: '客户要求' })
  person.restricted = deed === 'restrict'
  return expected(200, status)
}

const pass: Step = async (walk) => {
  const ms = walk.pick([1, 1_000, 60_000])
  walk.house.ports.pass(ms)
  walk.clock += ms
  return undefined
}

const policies: readonly Policy[] = shippedPolicies.slice(0, 1)

const ask: Step = async (walk) => {
  // Years away: what is agreed to here changes nobody's rights while the walks go on.
  const body = { policies, fromOn: '2036-01-01' }
  const { status, body: made } = await send(walk, yanShou, '/approvals/policies', body)
  const { id, contentHash: hash, version } = made as unknown as Request & { contentHash: string }
  if (status === 201) walk.requests.push({ id, hash, version, status: 'pending' })
  return expected(201, status)
}

const decide: Step = async (walk) => {
  if (walk.requests.length === 0) return undefined
  const request = walk.pick(walk.requests)
  const who = walk.pick([zhengYan, yanShou])
  const decision = walk.pick(['approve', 'reject'] as const)
  const wrongHash = walk.pick([true, false, false])
  const stale = walk.pick([true, false, false])
  const { status, body } = await send(
    walk,
    who,
    `/approvals/requests/${request.id}/decide`,
    { decision, contentHash: wrongHash ? '0'.repeat(64) : request.hash, remark: '' },
    { 'if-match': `"v${request.version + (stale ? 1 : 0)}"` },
  )
  const truth = ((): string => {
    if (request.status !== 'pending') return 'approval.already_decided'
    if (stale) return 'write.version_stale'
    if (wrongHash) return 'approval.content_changed'
    return who === yanShou ? 'approval.may_not_decide' : 'decided'
  })()
  if (truth === 'decided') {
    request.status = decision === 'approve' ? 'approved' : 'rejected'
    request.version += 1
  }
  return expected(truth, status === 200 ? 'decided' : body.code)
}

const withdraw: Step = async (walk) => {
  if (walk.requests.length === 0) return undefined
  const request = walk.pick(walk.requests)
  const headers = { 'if-match': `"v${request.version}"` }
  const path = `/approvals/requests/${request.id}/withdraw`
  const { status, body } = await send(walk, yanShou, path, {}, headers)
  const truth = request.status === 'pending' ? 'withdrawn' : 'approval.already_decided'
  if (truth === 'withdrawn') {
    request.status = 'withdrawn'
    request.version += 1
  }
  return expected(truth, status === 200 ? 'withdrawn' : body.code)
}

/** A request stands where its last word left it. */
const read: Step = async (walk) => {
  if (walk.requests.length === 0) return undefined
  const { id, status, version } = walk.pick(walk.requests)
  const { body } = await send(walk, zhengYan, `/approvals/requests/${id}`)
  return expected({ status, version }, { status: body.status, version: body.version })
}

const steps: readonly Step[] = [wish, wish, wish, look, look, restrict, pass, ask, decide, decide]
const more: readonly Step[] = [withdraw, read]

async function plant({ store }: TestBank, sequence: number): Promise<Person[]> {
  const people = [0, 1].map((n): Person => {
    const id = `cus_model${sequence}x${n}`
    return { id, wishes: new Map(), restricted: false }
  })
  await store.db
    .insertInto('customer')
    .values(
      people.map(({ id }) => ({
        bank_id: bank.id,
        customer_id: id,
        kind: 'person',
        name: '模型',
        birthday_calendar: 'solar',
        branch_id: chenBo.branchId,
        manager_id: chenBo.id,
        opened_on: '2020-01-01',
        status: 'active',
        source: 'proof',
        source_key: id,
      })),
    )
    .execute()
  return people
}

/** Walk so many times up to fifty steps. */
export async function walkModel(seed: number, sequences: number): Promise<ModelOutcome> {
  const house = await openTestBank({ steppedUp: true })
  const random = chance(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const differences: string[] = []
  let taken = 0
  for (let sequence = 0; sequence < sequences; sequence++) {
    const people = await plant(house, sequence)
    const walk: Walk = { house, people, requests: [], pick, clock: 0 }
    const length = 10 + Math.floor(random() * 41)
    for (let step = 0; step < length; step++, taken++) {
      const told = await pick([...steps, ...more])(walk)
      if (told !== undefined) differences.push(`seed ${seed}, ${sequence}.${step}: ${told}`)
    }
  }
  await house.close()
  return { sequences, steps: taken, differences }
}
