import type { CustomerId, CustomerView, GroupPicture, Household } from '@crm/core'
import { type ReactElement, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useAddToHousehold, useFormHousehold, useHousehold } from '../customers/index.ts'
import { useGroupTotals } from '../holdings/hooks.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { DayAndReason, LeaveForm } from './household-forms.tsx'

/** Whose household. */
export interface HouseholdPanelProps {
  readonly customerId: CustomerId
  /** Called with a member that was chosen. */
  readonly onOpen?: (id: CustomerId) => void
  /** False leaves out changes: for who may read and not write. */
  readonly editable?: boolean
}

/** Who lives and decides together with a customer, and what they have and owe together. */
export function HouseholdPanel(props: HouseholdPanelProps): ReactElement {
  const household = useHousehold(props.customerId)
  const say = useWords()
  const [told, setTold] = useState('')
  return (
    <PersonalFrame
      name="crm-household-panel"
      label={say('house.title')}
      busy={household.status === 'loading'}
    >
      <h3>{say('house.title')}</h3>
      {household.status === 'loading' && <Waiting />}
      {household.status === 'failed' && (
        <Failure error={household.error} onRetry={household.refresh} />
      )}
      {household.status === 'ready' && !household.data.household && (
        <None {...props} onTold={setTold} />
      )}
      {household.status === 'ready' && household.data.household && (
        <>
          <Members {...props} household={household.data.household} onTold={setTold} />
          <Totals customerId={props.customerId} />
        </>
      )}
      <p role="status">{told}</p>
    </PersonalFrame>
  )
}

type Tell = { readonly onTold: (told: string) => void }

function None(props: HouseholdPanelProps & Tell): ReactElement {
  const { customerId, editable = true, onTold } = props
  const say = useWords()
  const form = useFormHousehold()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Nothing>{say('house.none')}</Nothing>
      {editable && !open && (
        <p>
          <button type="button" className="crm-button" onClick={() => setOpen(true)}>
            {say('house.form')}
          </button>
        </p>
      )}
      {open && (
        <DayAndReason
          deed={say('house.form')}
          pending={form.pending}
          error={form.error}
          onCancel={() => setOpen(false)}
          onSave={async ({ on, reason }) => {
            if (await form.run(customerId, { fromOn: on, reason })) onTold(say('house.formed'))
          }}
        />
      )}
    </>
  )
}

type MembersProps = HouseholdPanelProps & Tell & { readonly household: Household }

function Members(props: MembersProps): ReactElement {
  const { customerId, household, onOpen, editable = true, onTold } = props
  const say = useWords()
  const format = useFormat()
  const [leaving, setLeaving] = useState<CustomerId>()
  const nameOf = (customer: CustomerView) => shown(customer.name) || say('graph.unnamed')
  return (
    <>
      <ul className="crm-list">
        {household.members.map(({ membership, customer }) => (
          <li key={customer.id}>
            <div className="crm-relation">
              <span>
                <span className="crm-tag">{say.code(`household.${membership.role}`)}</span>
                {onOpen && customer.id !== customerId ? (
                  <button type="button" className="crm-link" onClick={() => onOpen(customer.id)}>
                    {nameOf(customer)}
                  </button>
                ) : (
                  <strong>{nameOf(customer)}</strong>
                )}{' '}
                <span className="crm-quiet">
                  {plain(membership.fromOn) &&
                    say('relations.since', { day: plain(membership.fromOn) })}
                </span>
              </span>
              {editable && leaving !== customer.id && (
                <button
                  type="button"
                  className="crm-button"
                  aria-label={say('house.leave_of', { name: nameOf(customer) })}
                  onClick={() => setLeaving(customer.id)}
                >
                  {say('house.leave')}
                </button>
              )}
              {leaving === customer.id && (
                <LeaveForm
                  asked={customerId}
                  household={household}
                  member={customer.id}
                  onCancel={() => setLeaving(undefined)}
                  onLeft={() => {
                    setLeaving(undefined)
                    onTold(say('house.gone', { name: nameOf(customer) }))
                  }}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      {household.leftOut > 0 && (
        <p className="crm-quiet">{say('house.left_out', { count: household.leftOut })}</p>
      )}
      {household.earlier.length > 0 && (
        <details>
          <summary>{say('house.earlier')}</summary>
          <ul className="crm-plain">
            {household.earlier.map(({ membership, customer }) => (
              <li key={`${customer.id} ${String(membership.toOn)}`}>
                {nameOf(customer)}{' '}
                <span className="crm-quiet">
                  {say('house.until', { day: format.day(plain(membership.toOn) ?? '') })}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {editable && <AddMember {...props} />}
    </>
  )
}

function AddMember({ customerId, household, onTold }: MembersProps): ReactElement {
  const say = useWords()
  const add = useAddToHousehold()
  const [open, setOpen] = useState(false)
  if (!open)
    return (
      <p>
        <button type="button" className="crm-button" onClick={() => setOpen(true)}>
          {say('house.add')}
        </button>
      </p>
    )
  return (
    <DayAndReason
      deed={say('house.add')}
      find
      pending={add.pending}
      error={add.error}
      onCancel={() => {
        add.reset()
        setOpen(false)
      }}
      onSave={async ({ on, reason, other }) => {
        if (!other) return
        const entry = { members: [other.id], on, reason }
        if (!(await add.run(customerId, entry, household.version))) return
        setOpen(false)
        onTold(say('house.entered', { name: shown(other.name) }))
      }}
    />
  )
}

function Totals({ customerId }: { readonly customerId: CustomerId }): ReactElement {
  const totals = useGroupTotals(customerId)
  if (totals.status === 'loading') return <Waiting />
  if (totals.status === 'failed') return <Failure error={totals.error} onRetry={totals.refresh} />
  return <Sums picture={totals.data} />
}

const parts = [
  ['depositsFen', 'house.deposits'],
  ['loansFen', 'house.loans'],
  ['wealthFen', 'house.wealth'],
  ['insuredFen', 'house.insured'],
  ['sharedFen', 'house.shared'],
] as const

function Sums({ picture: { totals, leftOut } }: { readonly picture: GroupPicture }): ReactElement {
  const say = useWords()
  const format = useFormat()
  return (
    <div className="crm-totals">
      {totals.map((one) => (
        <dl key={one.currency}>
          {parts
            .filter(([part]) => one[part] !== undefined && one[part] !== 0)
            .map(([part, word]) => (
              <div key={part}>
                <dt>{say(word)}</dt>
                <dd>
                  <Value of={one[part]} print={(fen) => format.money(fen, one.currency)} />
                </dd>
              </div>
            ))}
        </dl>
      ))}
      {leftOut > 0 && <p className="crm-quiet">{say('house.not_added', { count: leftOut })}</p>}
    </div>
  )
}
