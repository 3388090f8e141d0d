import type { OpenWork } from '@crm/core'
import type { ReactElement } from 'react'
import { useWords } from '../kit/crm-provider.tsx'

const kinds = ['overdueLoans', 'pressingReminders', 'overdueSteps', 'approvals'] as const

/** What has to be known before one speaks with the customer; nothing where nothing waits. */
export function OpenBanner({ open }: { readonly open: OpenWork }): ReactElement | null {
  const say = useWords()
  const waiting = kinds.filter((kind) => open[kind] > 0)
  if (waiting.length === 0) return null
  return (
    <div className="crm-banner" role="note" aria-label={say('open.title')}>
      <ul className="crm-plain">
        {waiting.map((kind) => (
          <li key={kind}>{say(`open.${kind}`, { count: open[kind] })}</li>
        ))}
      </ul>
    </div>
  )
}
