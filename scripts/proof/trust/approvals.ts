// Many people decide on one request at once: one decision, no limit passed, nothing changed agreed to.
import { type ApprovalId, type AuthorityLine, because, isCrmError, type Staff } from '@crm/core'
import { bank, callerOf, chenBo, qianJin, zhouMin } from '@crm/core/fixtures'
import type { Store } from '@crm/server'
import { decide } from '../../../packages/server/src/approvals/decide.ts'
import { propose } from '../../../packages/server/src/approvals/propose.ts'
import { Guard } from '../../../packages/server/src/kit/limits/guard.ts'
import { defaultLimits } from '../../../packages/server/src/kit/limits/limits.ts'
import { WriteSession } from '../../../packages/server/src/kit/session.ts'

const authority: readonly AuthorityLine[] = [
  { kind: 'rate.exception', roles: ['branch-manager'], approvers: 1, branchDayFen: 10_000 },
]

/** What came of the races. */
export interface RaceOutcome {
  readonly races: number
  /** Requests with two decisions, or carried out twice. */
  readonly doubled: number
  /** Requests carried out beyond the day's limit. */
  readonly beyondLimit: number
  /** Agreements to something that was not shown. */
  readonly changed: number
  /** Requests half decided: a word without its effect, or an effect without its word. */
  readonly half: number
}

/** Run so many races over a store with the cast in it. */
export async function raceApprovals(
  store: Store,
  { races, now, newId }: { races: number; now: () => string; newId: (prefix: string) => string },
): Promise<RaceOutcome> {
  const keys = await store.vault.ready(store.db, bank.id)
  const applied: string[] = []
  const ports = { now, newId } as never
  const sessionOf = (tx: never, person: Staff, version: number) =>
    new WriteSession(
      tx,
      {
        caller: callerOf(person),
        today: bank.businessDate,
        policies: [],
        modules: [],
        ports,
        keys,
        origin: { address: '', purpose: '' },
        guard: new Guard(defaultLimits),
        approvals: {
          authority,
          kinds: {
            'rate.exception': {
              apply: async (session, { id }) => {
                // In the same transaction: what rolls back was never done.
                await session.db
                  .insertInto('recusal')
                  .values({
                    bank_id: bank.id,
                    subject_id: `done:${id}`,
                    person_id: newId('x'),
                    reason: '',
                  })
                  .execute()
                applied.push(id)
              },
            },
          },
        },
      },
      version,
    )
  let doubled = 0
  let beyondLimit = 0
  let changed = 0
  let half = 0
  for (let race = 0; race < races; race++) {
    const subject = `cus_race${race}`
    const request = await store.transaction((tx) =>
      propose(sessionOf(tx as never, chenBo, 1), {
        kind: 'rate.exception',
        subjectKind: 'customer',
        subjectId: subject,
        reason: because('policy.change', { policies: race }),
        content: { race },
        amountFen: 3_000,
      }),
    )
    const hash = race % 3 === 2 ? 'f'.repeat(64) : request.contentHash
    const word = (decision: 'approve' | 'reject', contentHash: string) => ({
      decision,
      contentHash,
      remark: '',
    })
    const [one, two] = [zhouMin, qianJin]
    const attempts = await Promise.allSettled(
      [one, two, one, two].map((person, at) =>
        store.transaction((tx) =>
          decide(
            sessionOf(tx as never, person, 1),
            request.id as ApprovalId,
            word(at === 3 ? 'reject' : 'approve', at === 0 ? hash : request.contentHash),
          ),
        ),
      ),
    )
    for (const attempt of attempts)
      if (attempt.status === 'rejected' && !isCrmError(attempt.reason)) throw attempt.reason
    if (hash !== request.contentHash && attempts[0]?.status === 'fulfilled') changed += 1
    if (attempts.filter(({ status }) => status === 'fulfilled').length > 1) doubled += 1
    const words = await store.db
      .selectFrom('approval_decision')
      .select('decision')
      .where('approval_id', '=', request.id)
      .execute()
    const done = await store.db
      .selectFrom('recusal')
      .select('person_id')
      .where('subject_id', '=', `done:${request.id}`)
      .execute()
    const { status } = await store.db
      .selectFrom('approval')
      .select('status')
      .where('approval_id', '=', request.id)
      .executeTakeFirstOrThrow()
    if (words.length > 1 || done.length > 1) doubled += 1
    const fits =
      (status === 'approved' && done.length === 1 && words[0]?.decision === 'approve') ||
      (status === 'rejected' && done.length === 0 && words[0]?.decision === 'reject') ||
      (status === 'pending' && done.length === 0 && words.length === 0)
    if (!fits) half += 1
  }
  const limits = await store.db.selectFrom('approval_limit').select('used_fen').execute()
  beyondLimit = limits.filter(({ used_fen }) => used_fen > 10_000).length
  const approved = await store.db
    .selectFrom('approval')
    .select('approval_id')
    .where('status', '=', 'approved')
    .execute()
  if (approved.length * 3_000 > 10_000 * Math.max(1, limits.length)) beyondLimit += 1
  return { races, doubled, beyondLimit, changed, half }
}
