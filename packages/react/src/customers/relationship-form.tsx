import type { RelationshipDraft } from '@crm/client'
import {
  type CrmError,
  type CustomerView,
  type LocalDate,
  parseFen,
  type Reason,
  RelationshipRole,
} from '@crm/core'
import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import type { Say } from '../kit/say.ts'
import { FindOther } from './find-other.tsx'

/** What becomes of a relationship that was filled in. */
export interface RelationshipFormProps {
  readonly pending: boolean
  readonly error: CrmError | undefined
  readonly onSave: (draft: RelationshipDraft, name: string) => void
  readonly onCancel: () => void
}

/** Every reason against something, in words, or what went wrong. */
export function faultsInWords({ code, context }: CrmError, say: Say): string {
  const faults = (context.faults ?? []) as readonly Reason[]
  if (faults.length === 0) return say.code(code, context)
  return faults.map((one) => say.code(one.code, one.facts)).join('; ')
}

const guarantees: ReadonlySet<RelationshipRole> = new Set([
  'guarantor',
  'guaranteed',
  'joint-liability',
])

/** Write down who is what to a customer. */
export function RelationshipForm(props: RelationshipFormProps): ReactElement {
  const { pending, error, onSave, onCancel } = props
  const say = useWords()
  const id = useId()
  const [other, setOther] = useState<CustomerView>()
  const [role, setRole] = useState<RelationshipRole>('spouse')
  const hasShare = role === 'owner' || role === 'owned'
  const hasAmount = guarantees.has(role)

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const fromOn = text('from') as LocalDate
    const name = text('name')
    onSave(
      {
        role,
        reason: text('reason'),
        ...(other ? { otherId: other.id } : name !== '' && { otherName: name }),
        // Percent have hundredths as money has: a basis point is one.
        ...(hasShare && { shareBp: parseFen(text('share')) }),
        ...(hasAmount && { amountFen: parseFen(text('amount')) }),
        ...(fromOn && { fromOn }),
      },
      other ? String(typeof other.name === 'string' ? other.name : '') : name,
    )
  }
  return (
    <div className="crm-relation-form">
      <p className="crm-quiet">{say('relations.find')}</p>
      <FindOther chosen={other} onChoose={setOther} />
      <form className="crm-relation-form" onSubmit={submit}>
        {!other && (
          <label className="crm-label">
            {say('relations.name')}
            <input className="crm-input" name="name" autoComplete="off" maxLength={80} />
          </label>
        )}
        <label className="crm-label" htmlFor={`${id}role`}>
          {say('relations.role')}
        </label>
        <select
          id={`${id}role`}
          className="crm-input"
          value={role}
          onChange={(event) => setRole(event.target.value as RelationshipRole)}
        >
          {RelationshipRole.options.map((option) => (
            <option key={option} value={option}>
              {say.code(`relation.${option}`)}
            </option>
          ))}
        </select>
        {hasShare && (
          <label className="crm-label">
            {say('relations.share')}
            <input
              className="crm-input"
              name="share"
              type="number"
              min="0.01"
              max="100"
              step="0.01"
              required
            />
          </label>
        )}
        {hasAmount && (
          <label className="crm-label">
            {say('relations.amount')}
            <input className="crm-input" name="amount" type="number" min="0.01" step="0.01" />
          </label>
        )}
        <label className="crm-label">
          {say('relations.from')}
          <input className="crm-input" name="from" type="date" />
        </label>
        <label className="crm-label">
          {say('relations.reason')}
          <input className="crm-input" name="reason" required minLength={2} maxLength={120} />
        </label>
        {error && (
          <p className="crm-fault" role="alert">
            {faultsInWords(error, say)}
          </p>
        )}
        <span className="crm-relation-acts">
          <button type="submit" className="crm-button crm-primary" disabled={pending}>
            {say('relations.save')}
          </button>
          <button type="button" className="crm-button" onClick={onCancel}>
            {say('relations.cancel')}
          </button>
        </span>
      </form>
    </div>
  )
}
