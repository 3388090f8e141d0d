import type { AuditEvent } from '@crm/core'
import type { ReactElement } from 'react'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { Failure, Frame, Nothing, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { useAudit } from './hooks.ts'

/** Whose trail: of one customer or other object, or of everything. */
export interface AuditTrailProps {
  readonly objectId?: string
}

/** Who did and saw what, newest first; for auditors. Looking at it is on record too. */
export function AuditTrail({ objectId }: AuditTrailProps): ReactElement {
  const audit = useAudit(objectId)
  const say = useWords()
  return (
    <Frame name="crm-audit-trail" label={say('audit.title')} busy={audit.status === 'loading'}>
      <h3>{say('audit.title')}</h3>
      {audit.status === 'loading' && <Waiting />}
      {audit.status === 'failed' && <Failure error={audit.error} onRetry={audit.refresh} />}
      {audit.status === 'ready' && audit.items.length === 0 && (
        <Nothing>{say('audit.none')}</Nothing>
      )}
      {audit.status === 'ready' && audit.items.length > 0 && (
        <>
          <ol className="crm-plain">
            {audit.items.map((event) => (
              <Line key={event.id} event={event} />
            ))}
          </ol>
          {audit.more && (
            <button
              type="button"
              className="crm-button"
              disabled={audit.reading}
              onClick={audit.more}
            >
              {say('audit.more')}
            </button>
          )}
        </>
      )}
    </Frame>
  )
}

function Line({ event }: { readonly event: AuditEvent }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const { at, actorId, action, objectId, fieldNames, decision, purpose, policyId } = event
  return (
    <li>
      <time dateTime={at}>{format.instant(at)}</time> <strong>{visible(actorId)}</strong>{' '}
      <code>{visible(action)}</code> <span>{visible(objectId)}</span>{' '}
      {decision === 'denied' && <span className="crm-tag crm-alarm">{say('audit.denied')}</span>}
      {purpose !== '' && <p>{say('audit.purpose', { purpose })}</p>}
      {fieldNames.length > 0 && (
        <p className="crm-quiet">{say('audit.fields', { fields: fieldNames.join(', ') })}</p>
      )}
      {policyId !== '' && <p className="crm-quiet">{say('audit.policy', { policy: policyId })}</p>}
    </li>
  )
}
