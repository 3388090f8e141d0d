import type { CustomerId } from '@crm/core'
import type { ReactElement } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure } from '../kit/frame.tsx'
import { useOpenWork } from './hooks.ts'

const kinds = ['overdueLoans', 'pressingReminders', 'overdueSteps', 'approvals'] as const

/** What has to be known before one speaks with the customer; nothing where nothing waits. */
export function OpenBanner({
  customerId,
}: {
  readonly customerId: CustomerId
}): ReactElement | null {
  const say = useWords()
  const open = useOpenWork(customerId)
  if (open.status === 'failed') return <Failure error={open.error} onRetry={open.refresh} />
  if (open.status === 'loading') return null
  const waiting = kinds.filter((kind) => open.data[kind] > 0)
  if (waiting.length === 0) return null
  return (
    <div className="crm-banner" role="note" aria-label={say('open.title')}>
      <ul className="crm-plain">
        {waiting.map((kind) => (
          <li key={kind}>{say(`open.${kind}`, { count: open.data[kind] })}</li>
        ))}
      </ul>
    </div>
  )
}
