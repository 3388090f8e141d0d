import {
  type Approval,
  type ApprovalId,
  type AuthorityLine,
  approvalErrors,
  authorityFor,
  type DecisionFacts,
  mayDecide,
  Role,
} from '@crm/core'
import { sql } from 'kysely'
import type { WriteSession } from '../kit/session.ts'
import { isUniqueViolation } from '../kit/store/sql-error.ts'
import { approvalStore } from './store.ts'

/** What somebody says to a request. */
export interface Word {
  readonly decision: 'approve' | 'reject'
  readonly contentHash: string
  readonly remark: string
}

const DAY_MS = 86_400_000

/**
 * Decide on a request, in one transaction: the row is held, the decider's roles are read anew, the word
 * is kept once a person, the day's limit is taken in one conditional update, and what was agreed to is
 * done with the last agreement. Safe at READ COMMITTED, and where tables are spread over machines.
 *
 * @throws `approval.may_not_decide`, `approval.content_changed`, `approval.already_decided`,
 *   `approval.limit_reached`
 */
export async function decide(session: WriteSession, id: ApprovalId, word: Word): Promise<Approval> {
  const held = await hold(session, id)
  const approval = await approvalStore(session).get(id)
  if (held.status !== 'pending') throw approvalErrors.alreadyDecided(id)
  session.expectVersion(approval)
  if (word.contentHash !== held.content_hash) throw approvalErrors.contentChanged(id)

  const facts = await factsOf(session, approval, held.maker_branch_id)
  const verdict = mayDecide(approval, facts)
  if (!verdict.may)
    throw approvalErrors.mayNotDecide(
      id,
      verdict.reasons.map(({ code }) => code),
    )
  await keepWord(session, id, word, verdict.onBehalfOf, facts)

  const agreed = approval.decisions.filter(({ decision }) => decision === 'approve').length + 1
  const isLast = word.decision === 'approve' && agreed >= facts.authority.approvers
  if (isLast) {
    await takeLimit(session, approval, facts.authority)
    const kind = session.approvals.kinds[approval.kind]
    if (!kind) throw approvalErrors.kindUnknown(approval.kind)
    const { content, makerId } = approval
    await kind.apply(session, { id, content, makerId })
  }
  const status = word.decision === 'reject' ? 'rejected' : isLast ? 'approved' : 'pending'
  const saved = await session.db
    .updateTable('approval')
    .set({ status, version: approval.version + 1 })
    .where('bank_id', '=', session.bankId)
    .where('approval_id', '=', id)
    .where('status', '=', 'pending')
    .where('version', '=', approval.version)
    .where('content_hash', '=', word.contentHash)
    .executeTakeFirst()
  if (saved.numUpdatedRows !== 1n) throw approvalErrors.alreadyDecided(id)
  session.changed({
    room: 'approvals',
    deed: word.decision,
    subjectKind: 'approval',
    subjectId: id,
  })
  return approvalStore(session).get(id)
}

/** Hold the row until the transaction ends: of several who decide at once, one is first. */
async function hold(session: WriteSession, id: ApprovalId) {
  const row = await session.db
    .selectFrom('approval')
    .select(['status', 'content_hash', 'maker_branch_id'])
    .where('bank_id', '=', session.bankId)
    .where('approval_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw approvalErrors.notFound(id)
  return row
}

const knownRoles = (roles: readonly string[]): Role[] =>
  roles.filter((role): role is Role => Role.safeParse(role).success)

async function factsOf(
  session: WriteSession,
  approval: Approval,
  makerBranchId: string,
): Promise<DecisionFacts> {
  const { db, bankId, caller, today } = session
  // What the caller was when the call came in may be seconds old: here it counts.
  const now = await db
    .selectFrom('staff')
    .select(['person_id', 'roles'])
    .where('bank_id', '=', bankId)
    .where('staff_id', '=', caller.staffId)
    .where('active', '=', true)
    .executeTakeFirst()
  const decided = await db
    .selectFrom('approval_decision')
    .select(['person_id', 'on_behalf_person_id'])
    .where('bank_id', '=', bankId)
    .where('approval_id', '=', approval.id)
    .execute()
  const deciderPersonId = now?.person_id ?? caller.personId
  const persons = [deciderPersonId, approval.makerPersonId]
  const lent = await db
    .selectFrom('delegation')
    .innerJoin('staff as giver', (join) =>
      join
        .onRef('giver.bank_id', '=', 'delegation.bank_id')
        .onRef('giver.staff_id', '=', 'delegation.from_id'),
    )
    .innerJoin('staff as taker', (join) =>
      join
        .onRef('taker.bank_id', '=', 'delegation.bank_id')
        .onRef('taker.staff_id', '=', 'delegation.to_id'),
    )
    .select(['delegation.from_id', 'delegation.to_id', 'giver.roles'])
    .select(['giver.person_id as from_person', 'taker.person_id as to_person'])
    .where('delegation.bank_id', '=', bankId)
    .where('delegation.from_on', '<=', today)
    .where('delegation.to_on', '>=', today)
    .where('giver.active', '=', true)
    // Persons, not accounts: who has two acts for nobody more with the other.
    .where((eb) =>
      eb.or([eb('giver.person_id', 'in', persons), eb('taker.person_id', 'in', persons)]),
    )
    .execute()
  const recused = await db
    .selectFrom('recusal')
    .select('person_id')
    .where('bank_id', '=', bankId)
    .where('subject_id', '=', approval.subjectId)
    .execute()
  return {
    decider: {
      ...caller,
      personId: deciderPersonId,
      roles: now ? knownRoles(now.roles) : [],
    },
    decidedBy: decided.flatMap((row) => [row.person_id, row.on_behalf_person_id]).filter(Boolean),
    delegations: lent.map((row) => ({
      fromId: row.from_id as Approval['makerId'],
      toId: row.to_id as Approval['makerId'],
      fromPersonId: row.from_person,
      toPersonId: row.to_person,
      fromRoles: knownRoles(row.roles),
    })),
    recused: recused.map(({ person_id }) => person_id),
    makerBranchId,
    authority: await authorityOver(session, approval),
  }
}

/** A request that was split into several is judged by their sum: same maker, kind and subject, one day. */
async function authorityOver(session: WriteSession, approval: Approval): Promise<AuthorityLine> {
  const { kind, subjectId, makerPersonId, madeAt } = approval
  const { rows } = await sql<{ fen: number | null }>`
    select sum(amount_fen)::bigint as fen from approval
    where bank_id = ${session.bankId} and kind = ${kind} and subject_id = ${subjectId}
      and maker_person_id = ${makerPersonId} and status in ('pending', 'approved')
      and made_at > ${new Date(Date.parse(madeAt) - DAY_MS).toISOString()}::timestamptz
      and made_at < ${new Date(Date.parse(madeAt) + DAY_MS).toISOString()}::timestamptz`.execute(
    session.db,
  )
  return authorityFor(session.approvals.authority, kind, rows[0]?.fen ?? approval.amountFen ?? 0)
}

async function keepWord(
  session: WriteSession,
  id: ApprovalId,
  { decision, remark }: Word,
  onBehalfOf: string | undefined,
  { decider, delegations }: DecisionFacts,
): Promise<void> {
  const lender = delegations.find(({ fromId }) => fromId === onBehalfOf)
  try {
    await session.db
      .insertInto('approval_decision')
      .values({
        bank_id: session.bankId,
        approval_id: id,
        person_id: decider.personId,
        staff_id: session.caller.staffId,
        on_behalf_of: onBehalfOf ?? null,
        on_behalf_person_id: lender?.fromPersonId ?? '',
        decision,
        remark,
        at: session.ports.now(),
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error)) throw approvalErrors.alreadyDecided(id)
    throw error
  }
}

/** The day's limit of an office is one row: it is taken whole or not at all, however many ask at once. */
async function takeLimit(
  session: WriteSession,
  { branchId, kind, amountFen }: Approval,
  { branchDayFen }: AuthorityLine,
): Promise<void> {
  if (branchDayFen === undefined || amountFen === undefined) return
  const { day } = session.who
  const { rows } = await sql<{ used: number }>`
    insert into approval_limit as held (bank_id, branch_id, kind, day, used_fen)
    select ${session.bankId}, ${branchId}, ${kind}, ${day}::date, ${amountFen}::bigint
    where ${amountFen}::bigint <= ${branchDayFen}::bigint
    on conflict (bank_id, branch_id, kind, day) do update
      set used_fen = held.used_fen + excluded.used_fen
      where held.used_fen + excluded.used_fen <= ${branchDayFen}::bigint
    returning used_fen as used`.execute(session.db)
  if (rows.length === 0) throw approvalErrors.limitReached(branchId, 0)
}
