import { type BranchId, type Candidate, customerErrors, may, Role, type StaffId } from '@crm/core'
import type { ReadSession } from '../kit/session.ts'

const knownRoles = (roles: readonly string[]): Role[] =>
  roles.filter((role): role is Role => Role.safeParse(role).success)

/** Who may look after customers at this bank. */
export const candidateStore = (session: ReadSession) => ({
  /** Who may look after customers: those of the caller's offices first. */
  async list(): Promise<readonly Candidate[]> {
    const rows = await session.db
      .selectFrom('staff')
      .innerJoin('branch', (join) =>
        join
          .onRef('branch.bank_id', '=', 'staff.bank_id')
          .onRef('branch.branch_id', '=', 'staff.branch_id'),
      )
      .select(['staff.staff_id', 'staff.name', 'staff.branch_id', 'staff.roles'])
      .select('branch.name as branch_name')
      .where('staff.bank_id', '=', session.bankId)
      .where('staff.active', '=', true)
      .orderBy('staff.branch_id')
      .orderBy('staff.staff_id')
      .execute()
    const near = (branchId: string) =>
      Number(!(session.caller.branchIds as readonly string[]).includes(branchId))
    return rows
      .filter(({ roles }) => may({ roles: knownRoles(roles) }, 'ownership:write'))
      .sort((a, b) => near(a.branch_id) - near(b.branch_id))
      .map((row) => ({
        staffId: row.staff_id as StaffId,
        name: row.name,
        branchId: row.branch_id as BranchId,
        branchName: row.branch_name,
      }))
  },

  /**
   * The offices of those who are to look after a customer.
   *
   * @throws `customer.owner_unfit` for somebody unknown, gone, or without that work
   */
  async officesOf(staffIds: readonly StaffId[]): Promise<readonly BranchId[]> {
    const fit = new Map((await this.list()).map((one) => [one.staffId, one.branchId]))
    return staffIds.map((id) => {
      const office = fit.get(id)
      if (office === undefined) throw customerErrors.ownerUnfit(id)
      return office
    })
  },
})
