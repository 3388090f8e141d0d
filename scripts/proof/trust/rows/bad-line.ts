import { createCrm } from '@crm/client'
import { isCrmError } from '@crm/core'
import { castCustomers, chenBo } from '@crm/core/fixtures'
import { serve } from '@crm/server/node'
import { openTestBank, type TestBank, testToken } from '@crm/testing'
import { all, atLeast, atMost, type ProofLine, zero } from '../../line.ts'
import { ASKED_SECONDS, type BadLine, type Mishap, mishaps, openBadLine } from '../bad-line.ts'
import type { TrustProof, TrustRun } from '../row.ts'
import { chance } from '../tamper.ts'

const mine = castCustomers.filter(
  ({ managerId, kind }) => managerId === chenBo.id && kind === 'person',
)

/**
 * A client on the line, whose waits are told and not waited. `pace`: milliseconds between its calls; for
 * none its clock stands, so that no machine is so slow that time earns it retries.
 */
function clientOn(line: BadLine, pace: number, random: () => number) {
  let ahead = 0
  let waits: number[] = []
  const crm = createCrm({
    baseUrl: line.url,
    token: () => testToken(chenBo, true),
    timeout: 4_000,
    ports: {
      elapsed: () => (pace > 0 ? performance.now() : 0) + ahead,
      random,
      sleep: async (milliseconds) => {
        waits.push(milliseconds)
        if (pace > 0) ahead += milliseconds
      },
    },
  })
  const write = async (nth: number): Promise<{ done: boolean; waits: readonly number[] }> => {
    ahead += pace
    waits = []
    const act = {
      purpose: 'marketing',
      channel: 'sms',
      act: 'granted',
      textHash: nth.toString(16).padStart(64, '0'),
      method: 'paper',
    } as const
    const id = mine[nth % mine.length]?.id as never
    const done = await crm.customers.recordConsent(id, act).then(
      () => true,
      (error: unknown) => {
        if (!isCrmError(error)) throw error
        return false
      },
    )
    return { done, waits }
  }
  return { crm, write }
}

async function effectsOf({ store }: TestBank): Promise<ReadonlyMap<string, number>> {
  const rows = await store.db
    .selectFrom('consent_record')
    .select('text_hash')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .groupBy('text_hash')
    .execute()
  return new Map(rows.map(({ text_hash, n }) => [text_hash, n]))
}

const triesByKey = (line: BadLine): readonly number[] => {
  const tries = new Map<string, number>()
  for (const { key } of line.calls) tries.set(key, (tries.get(key) ?? 0) + 1)
  return [...tries.values()]
}

async function run({ full, seed }: TrustRun): Promise<ProofLine[]> {
  const random = chance(seed)
  const bank = await openTestBank({ steppedUp: true })
  const listening = await serve({ fetch: bank.fetch, port: 0 })
  const port = Number(new URL(listening.url).port)

  // A line on which two of three calls go wrong, for a client that writes now and then.
  const line = await openBadLine(port, random)
  let silences = 0
  line.next = () => {
    const some =
      random() < 0.35 ? 'none' : (mishaps[Math.floor(random() * mishaps.length)] as Mishap)
    // Each silence is waited for: a few are enough.
    return some === 'silence' && ++silences > 3 ? 'broken off in the answer' : some
  }
  const { write } = clientOn(line, 60_000, random)
  const writes = full ? 3_000 : 300
  const told: boolean[] = []
  let longest = 0
  let dishonoured = 0
  let asked = 0
  for (let nth = 0; nth < writes; nth++) {
    const from = line.calls.length
    const { done, waits } = await write(nth)
    told.push(done)
    longest = Math.max(
      longest,
      waits.reduce((sum, one) => sum + one, 0),
    )
    for (const [at, wait] of waits.entries()) {
      if (!line.calls[from + at]?.mishap.endsWith(', wait')) continue
      asked += 1
      const least = ASKED_SECONDS * 1_000
      if (wait < least || wait > least * 1.1) dishonoured += 1
    }
  }
  const effects = await effectsOf(bank)
  const of = (nth: number) => effects.get(nth.toString(16).padStart(64, '0')) ?? 0
  const doubled = told.filter((_, nth) => of(nth) > 1).length
  const lost = told.filter((done, nth) => done && of(nth) === 0).length
  const most = Math.max(...triesByKey(line)) - 1
  const retried = line.calls.length - writes
  line.close()

  // A bank that is down, for a busy client: it is not finished off by those who ask again.
  const down = await openBadLine(port, random)
  down.next = () => 'unavailable'
  const busy = clientOn(down, 0, () => 0)
  const storm = 300
  for (let nth = 0; nth < storm; nth++) await busy.write(writes + nth)
  const again = down.calls.length - storm
  down.close()

  // What is refused for good is asked once.
  const plain = await openBadLine(port, random)
  const refusing = clientOn(plain, 60_000, random).crm
  const no = [
    () => refusing.customers.get('cus_nobody' as never, { timeout: 4_000 }),
    () => refusing.reminders.get('rem_nobody' as never),
    () => refusing.segments.preview({ criteria: { field: 'x', is: 'eq', value: 1 } }),
    () => refusing.access.listAudit({}),
    () => refusing.reminders.close('rem_nobody' as never, 'done', { version: 1 }),
  ]
  for (const ask of no) await Promise.resolve(ask()).catch(() => undefined)
  const askedOnce = plain.calls.length
  plain.close()
  await listening.close()
  await bank.close()
  return [
    atLeast(
      'R18 calls over a bad line, with those tried again',
      writes + retried,
      writes + writes / 2,
      'calls',
    ),
    zero('R18 effects doubled', doubled, `of ${writes} writes`),
    zero('R18 writes told as done that were not', lost, `of ${writes} writes`),
    atMost('R18 retries of one call, at most', most, 3, 'retries'),
    atMost('R18 waited in one call, at most', Math.round(longest), 30_000, 'ms'),
    zero(
      'R18 waits that Retry-After was not honoured in, within a tenth',
      dishonoured,
      `of ${asked}`,
    ),
    atMost('R18 retries against a bank that is down', again, storm * 0.1 + 3, `for ${storm} calls`),
    all('R18 refusals for good that were asked once', askedOnce, no.length),
  ]
}

export const proof: TrustProof = { rows: ['R18'], run }
