import type { Closing, CustomerId, DueReminder } from '@crm/core'
import type { ReactElement } from 'react'
import { useCurrency } from '../access/hooks.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { readableFacts, sayReason } from './reason-words.ts'

/** What one reminder takes. */
export interface ReminderItemProps {
  readonly due: DueReminder
  readonly pending: boolean
  readonly onClose: (as: Closing) => void
  readonly onOpenCustomer?: ((id: CustomerId) => void) | undefined
}

/** One reminder: for whom, why, what is at stake, and what can be done about it. */
export function ReminderItem(props: ReminderItemProps): ReactElement {
  const { due, pending, onClose, onOpenCustomer } = props
  const { reminder, customer } = due
  const say = useWords()
  const format = useFormat()
  const currency = useCurrency()
  const name = shown(customer.name)
  const stake = plain(reminder.stakeFen) ?? 0
  const reason = plain(reminder.reason)
  const gain = reason?.facts.gainBp
  return (
    <div className="crm-reminder" data-kind={reminder.kind}>
      <p className="crm-reminder-head">
        {onOpenCustomer ? (
          <button
            type="button"
            className="crm-link"
            aria-label={say('action.open', { name })}
            onClick={() => onOpenCustomer(customer.id)}
          >
            {name}
          </button>
        ) : (
          <strong>{name}</strong>
        )}
        <span className="crm-tag">{say.code(`reminder.kind.${reminder.kind}`)}</span>
        <time className="crm-quiet">{format.day(reminder.dueOn)}</time>
      </p>
      <p>{sayReason(reminder, say, format, currency)}</p>
      {stake > 0 && reminder.kind === 'maturity' && typeof gain === 'number' && (
        <details className="crm-stake">
          <summary>{say('reminders.stake', { amount: format.money(stake, currency) })}</summary>
          <p className="crm-quiet">
            {say('reminders.how', {
              ...readableFacts(reason?.facts ?? {}, format, currency),
              gain: gain / 100,
            })}
          </p>
        </details>
      )}
      <p className="crm-actions">
        <button
          type="button"
          className="crm-button crm-primary"
          disabled={pending}
          onClick={() => onClose('done')}
        >
          {say('action.close_done')}
          <span className="crm-unseen"> {name}</span>
        </button>
        <button
          type="button"
          className="crm-button"
          disabled={pending}
          onClick={() => onClose('dismissed')}
        >
          {say('action.close_dismissed')}
          <span className="crm-unseen"> {name}</span>
        </button>
      </p>
    </div>
  )
}
