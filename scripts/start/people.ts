import { words } from '@crm/core/words'
import type { Store } from '@crm/server'

/** How many people of one post are named; the page shows all. */
const NAMED = 2

/** Print whom one can sign in as, by post. */
export async function tellPeople(store: Store, bankId: string): Promise<void> {
  const people = await store.db
    .selectFrom('staff')
    .innerJoin('branch', (join) =>
      join
        .onRef('branch.bank_id', '=', 'staff.bank_id')
        .onRef('branch.branch_id', '=', 'staff.branch_id'),
    )
    .select(['staff.name', 'staff.roles', 'branch.name as branch'])
    .where('staff.bank_id', '=', bankId)
    .orderBy('staff.staff_id')
    .execute()
  const posts = new Map<string, string[]>()
  for (const { name, roles, branch } of people)
    for (const role of roles) posts.set(role, [...(posts.get(role) ?? []), `${name} (${branch})`])
  console.log('\n  可登录人员 · people to sign in as, no password:')
  for (const [role, names] of posts) {
    const post = `${words['zh-CN'][`role.${role}`]} ${words.en[`role.${role}`]}`
    const more = names.length > NAMED ? ` … ${names.length} in all` : ''
    console.log(`    ${post}: ${names.slice(0, NAMED).join(', ')}${more}`)
  }
}
