import type { CustomerId, InteractionKind } from '@crm/core'
import { type ReactElement, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { useInteractions } from './hooks.ts'
import { InteractionItem } from './interaction-item.tsx'
import { QuickEntry } from './quick-entry.tsx'

/** Whose log, and how it is written in. */
export interface InteractionLogProps {
  readonly customerId: CustomerId
  /** The way that is chosen beforehand; a call, when left out. */
  readonly kind?: InteractionKind
}

/**
 * What was said and done with a customer, newest first, and an entry that takes three interactions: type,
 * choose the way, submit. What was submitted stays as it is and is added to.
 */
export function InteractionLog({ customerId, kind = 'call' }: InteractionLogProps): ReactElement {
  const log = useInteractions(customerId)
  const me = useMe()
  const say = useWords()
  const [told, setTold] = useState('')
  const may = me.status === 'ready' && me.data.entitlements.includes('interaction:write')
  const own = me.status === 'ready' ? me.data.staffId : undefined
  return (
    <PersonalFrame
      name="crm-interaction-log"
      label={say('interaction.title')}
      busy={log.status === 'loading'}
    >
      <h3>{say('interaction.title')}</h3>
      {may && (
        <QuickEntry
          customerId={customerId}
          kind={kind}
          onKept={() => setTold(say('interaction.kept'))}
        />
      )}
      <p role="status" className="crm-quiet">
        {told}
      </p>
      {log.status === 'loading' && <Waiting />}
      {log.status === 'failed' && <Failure error={log.error} onRetry={log.refresh} />}
      {log.status === 'ready' && log.items.length === 0 && (
        <Nothing>{say('interaction.none')}</Nothing>
      )}
      {log.status === 'ready' && log.items.length > 0 && (
        <>
          <ol className="crm-list">
            {log.items.map((one) => (
              <li key={one.id}>
                <InteractionItem interaction={one} may={may} isOwn={one.staffId === own} />
              </li>
            ))}
          </ol>
          {log.more && (
            <button type="button" className="crm-button" disabled={log.reading} onClick={log.more}>
              {say('interaction.earlier')}
            </button>
          )}
        </>
      )}
    </PersonalFrame>
  )
}
