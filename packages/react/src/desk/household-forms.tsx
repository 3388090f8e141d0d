import type { CrmError, CustomerId, CustomerView, Household, LocalDate } from '@crm/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { FindOther, faultsInWords, useLeaveHousehold } from '../customers/index.ts'
import { useWords } from '../kit/crm-provider.tsx'

/** What somebody filled in: on which day, on what ground, and who. */
export interface DayReason {
  readonly on: LocalDate
  readonly reason: string
  readonly other?: CustomerView | undefined
  readonly own: boolean
}

/** What a change of a household is asked by. */
export interface DayAndReasonProps {
  /** What the button says. */
  readonly deed: string
  /** Ask for somebody, too. */
  readonly find?: boolean
  /** Ask whether they split off as a household of their own. */
  readonly split?: boolean
  readonly pending: boolean
  readonly error: CrmError | undefined
  readonly onSave: (asked: DayReason) => void
  readonly onCancel: () => void
}

/** On which day, and on what ground. */
export function DayAndReason(props: DayAndReasonProps): ReactElement {
  const { deed, find = false, split = false, pending, error, onSave, onCancel } = props
  const say = useWords()
  const me = useMe()
  const [other, setOther] = useState<CustomerView>()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const on = String(form.get('on')) as LocalDate
    onSave({ on, reason: String(form.get('reason')).trim(), other, own: form.has('own') })
  }
  return (
    <div className="crm-relation-form">
      {find && <FindOther chosen={other} onChoose={setOther} />}
      <form className="crm-relation-form" onSubmit={submit}>
        <label className="crm-label">
          {say('house.on')}
          <input
            className="crm-input"
            name="on"
            type="date"
            required
            defaultValue={me.status === 'ready' ? me.data.bank.businessDate : undefined}
          />
        </label>
        <label className="crm-label">
          {say('relations.reason')}
          <input className="crm-input" name="reason" required minLength={2} maxLength={120} />
        </label>
        {split && (
          <label className="crm-quiet">
            <input type="checkbox" name="own" /> {say('house.own')}
          </label>
        )}
        {error && (
          <p className="crm-fault" role="alert">
            {faultsInWords(error, say)}
          </p>
        )}
        <span className="crm-relation-acts">
          <button
            type="submit"
            className="crm-button crm-primary"
            disabled={pending || (find && !other)}
          >
            {deed}
          </button>
          <button type="button" className="crm-button" onClick={onCancel}>
            {say('relations.cancel')}
          </button>
        </span>
      </form>
    </div>
  )
}

/** Who leaves which household, as it was seen from whose page. */
export interface LeaveFormProps {
  readonly asked: CustomerId
  readonly household: Household
  readonly member: CustomerId
  readonly onLeft: () => void
  readonly onCancel: () => void
}

/** Let somebody leave; where the head does, the next in the list is the head of those that stay. */
export function LeaveForm(props: LeaveFormProps): ReactElement {
  const { asked, household, member, onLeft, onCancel } = props
  const say = useWords()
  const leave = useLeaveHousehold()
  const stay = household.members.filter(({ customer }) => customer.id !== member)
  const isHead = household.members.some(
    ({ customer, membership }) => customer.id === member && membership.role === 'head',
  )
  const next = isHead ? stay[0]?.customer.id : undefined
  return (
    <DayAndReason
      deed={say('house.leave')}
      split
      pending={leave.pending}
      error={leave.error}
      onCancel={onCancel}
      onSave={async ({ on, reason, own }) => {
        const draft = {
          members: [member],
          on,
          reason,
          ...(own && { ownHeadId: member }),
          ...(next !== undefined && { nextHeadId: next }),
        }
        if (await leave.run(asked, draft, household.version)) onLeft()
      }}
    />
  )
}
