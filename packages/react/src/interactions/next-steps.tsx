import type { CustomerId, LocalDate } from '@crm/core'
import type { ReactElement } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { useNextSteps } from './hooks.ts'

/** Which next steps. */
export interface NextStepsProps {
  /** Those to be taken by this day. */
  readonly until: LocalDate
  /** Makes each name a button that opens the customer. */
  readonly onOpenCustomer?: (id: CustomerId) => void
}

/** What was promised and nobody has taken up yet: with whom, what, by when and by whom. */
export function NextSteps({ until, onOpenCustomer }: NextStepsProps): ReactElement {
  const steps = useNextSteps(until)
  const say = useWords()
  return (
    <PersonalFrame
      name="crm-next-steps"
      label={say('interaction.steps_title')}
      busy={steps.status === 'loading'}
    >
      <h3>{say('interaction.steps_title')}</h3>
      {steps.status === 'loading' && <Waiting />}
      {steps.status === 'failed' && <Failure error={steps.error} onRetry={steps.refresh} />}
      {steps.status === 'ready' && steps.items.length === 0 && (
        <Nothing>{say('interaction.steps_none')}</Nothing>
      )}
      {steps.status === 'ready' && steps.items.length > 0 && (
        <ul className="crm-list">
          {steps.items.map(({ interaction, customer }) => {
            const name = shown(customer.name)
            const step = plain(interaction.nextStep)
            return (
              <li key={interaction.id}>
                {onOpenCustomer ? (
                  <button
                    type="button"
                    className="crm-link"
                    onClick={() => onOpenCustomer(customer.id)}
                  >
                    {name}
                  </button>
                ) : (
                  <strong>{name}</strong>
                )}{' '}
                <span>{step ? `${step.text} · ${step.on}` : '***'}</span>{' '}
                <span className="crm-quiet">{shown(interaction.staffName)}</span>
              </li>
            )
          })}
        </ul>
      )}
      {steps.status === 'ready' && steps.more && (
        <button type="button" className="crm-button" disabled={steps.reading} onClick={steps.more}>
          {say('reminders.more')}
        </button>
      )}
    </PersonalFrame>
  )
}
