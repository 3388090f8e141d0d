/** Modules that a bank's trust rests on, with the tests beside the code that hold them. */
export interface MutationGroup {
  readonly name: string
  /** The files that are changed, one mistake at a time. */
  readonly mutate: readonly string[]
  /** The tests that have to notice. */
  readonly tests: readonly string[]
}

const inFolder = (folder: string, names: string): string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `${folder}/${name}.ts`)

const access = 'packages/core/src/access'
const approvals = 'packages/core/src/approvals'
const kit = 'packages/server/src/kit'
const nodeKeys = 'packages/server/src/node/keys'

/** Row R36 by name: policy, mask, crypto, audit, idempotency, outbox. */
export const mutationGroups: readonly MutationGroup[] = [
  {
    name: 'policy',
    mutate: [
      ...inFolder(
        access,
        'policy scope load-policies explain duties obligations ownership step-up branch-tree entitlement',
      ),
      ...inFolder(approvals, 'may-decide authority delegation'),
      ...inFolder(kit, 'scope-sql row-security'),
    ],
    tests: [
      `${access}/*.test.ts`,
      `${approvals}/*.test.ts`,
      `${kit}/scope-sql.test.ts`,
      `${kit}/row-security.test.ts`,
    ],
  },
  {
    name: 'mask',
    mutate: [...inFolder(access, 'mask field-plan disclose'), `${kit}/disclose-output.ts`],
    tests: [`${access}/*.test.ts`, `${kit}/disclose-output.test.ts`],
  },
  {
    name: 'crypto',
    mutate: [
      ...inFolder(
        `${kit}/keys`,
        'blind-index bank-keys sealed sealed-table vault reseal rotate customer-keys own-key',
      ),
      ...inFolder(nodeKeys, 'gm-suite intl-suite nonces sign'),
    ],
    tests: [`${kit}/keys/*.test.ts`, `${nodeKeys}/suites.test.ts`],
  },
  {
    name: 'audit',
    mutate: [
      ...inFolder(`${kit}/audit`, 'record seal verify text export expire read-log store-source'),
      `${kit}/syslog.ts`,
    ],
    tests: [`${kit}/audit/*.test.ts`],
  },
  {
    name: 'idempotency',
    mutate: [`${kit}/idempotency.ts`],
    tests: [`${kit}/idempotency.test.ts`],
  },
  {
    name: 'outbox',
    mutate: inFolder(`${kit}/store`, 'outbox dispatch outbox-lease dead-letters retry-queue'),
    tests: [`${kit}/store/outbox*.test.ts`],
  },
]

/** The groups of these names; all, where none is named. @throws RangeError for an unknown name */
export function groupsNamed(names: readonly string[] | undefined): readonly MutationGroup[] {
  if (!names || names.length === 0) return mutationGroups
  return names.map((name) => {
    const found = mutationGroups.find((group) => group.name === name)
    if (found) return found
    throw new RangeError(
      `There is no group ${name}: ${mutationGroups.map((g) => g.name).join(', ')}`,
    )
  })
}
