import { type CustomerId, type CustomerVersion, type CustomerView, isMasked } from '@crm/core'
import { type ReactElement, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import type { Say } from '../kit/say.ts'
import { useCustomerHistory, useRestoreCustomer } from './golden-hooks.ts'

/** Whose history. */
export interface CustomerHistoryProps {
  readonly customerId: CustomerId
  /** False leaves out the way back: for who may read and not write. */
  readonly restorable?: boolean
}

/** What a customer was: every version with what changed, by whom and when, and the way back. */
export function CustomerHistory({
  customerId,
  restorable = true,
}: CustomerHistoryProps): ReactElement {
  const history = useCustomerHistory(customerId)
  const restore = useRestoreCustomer()
  const say = useWords()
  const [told, setTold] = useState('')
  const versions = history.status === 'ready' ? history.items : []
  const current = versions[0]?.customer

  const onRestore = async (to: number) => {
    if (!current) return
    const back = await restore.run(customerId, to, current.version)
    if (back) setTold(say('history.restored', { version: to }))
    else history.refresh()
  }
  return (
    <PersonalFrame
      name="crm-customer-history"
      label={say('history.title')}
      busy={history.status === 'loading'}
    >
      <h3>{say('history.title')}</h3>
      <p role="status">{told}</p>
      {restore.error && <Failure error={restore.error} />}
      {history.status === 'loading' && <Waiting />}
      {history.status === 'failed' && <Failure error={history.error} onRetry={history.refresh} />}
      {history.status === 'ready' && versions.length < 2 && (
        <Nothing>{say('history.none')}</Nothing>
      )}
      {history.status === 'ready' && versions.length > 1 && (
        <>
          <ol className="crm-list">
            {versions.map((version, at) => (
              <li key={version.customer.version}>
                <Version version={version} before={versions[at + 1]?.customer} />
                {restorable && at > 0 && (
                  <button
                    type="button"
                    className="crm-button"
                    disabled={restore.pending}
                    aria-label={`${say('history.restore')}: ${say('history.version', { version: version.customer.version })}`}
                    onClick={() => void onRestore(version.customer.version)}
                  >
                    {say('history.restore')}
                  </button>
                )}
              </li>
            ))}
          </ol>
          {history.more && (
            <button
              type="button"
              className="crm-button"
              disabled={history.reading}
              onClick={history.more}
            >
              {say('history.more')}
            </button>
          )}
        </>
      )}
    </PersonalFrame>
  )
}

interface VersionProps {
  readonly version: CustomerVersion
  readonly before: CustomerView | undefined
}

function Version({ version, before }: VersionProps): ReactElement {
  const say = useWords()
  const format = useFormat()
  const { customer, at, cause, bySource, byStaffId, changed, toOn } = version
  const known = changed.filter((field) => before?.[field] !== undefined || customer[field])
  return (
    <div>
      <p>
        <strong>{say('history.version', { version: customer.version })}</strong>
        {toOn === undefined && <span className="crm-tag">{say('history.current')}</span>}{' '}
        <span className="crm-quiet">
          {[say.code(`golden.${cause}`), byStaffId ?? bySource, format.instant(at)].join(' · ')}
        </span>
      </p>
      {before && known.length > 0 && (
        <ul className="crm-quiet">
          {known.map((field) => (
            <li key={field}>
              {say('history.change', {
                field: say(`golden.field.${field}`),
                from: written(before[field], say),
                to: written(customer[field], say),
              })}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A value as it is written in a sentence; what its mask leaves, where it is masked. */
function written(value: CustomerView[keyof CustomerView], say: Say): string {
  if (value === undefined) return say('editor.empty')
  const text = isMasked(value) ? value.masked : String(value)
  const code = `golden.value.${text}`
  const word = say.code(code)
  return word === code ? text : word
}
