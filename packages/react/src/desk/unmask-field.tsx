import { type CustomerId, isMasked, type Masked } from '@crm/core'
import { type FormEvent, type ReactElement, useEffect, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { useUnmask } from './hooks.ts'

/** Which masked value, and what is left of it. */
export interface UnmaskFieldProps {
  readonly customerId: CustomerId
  readonly resource: 'customer' | 'account' | 'movement'
  readonly id: string
  readonly field: string
  /** What the person was given: masked, or in full, where nothing needs to be done. */
  readonly value: string | number | Masked | undefined
  /** What it is called: 手机号. */
  readonly label: string
}

interface Shown {
  readonly value: string | number
  readonly milliseconds: number
}

/**
 * A masked value with a way to see it: for a reason, with a second factor, for a minute. The value is not
 * in the page before, and is taken out of it after, when the window is left, and when this goes away.
 */
export function UnmaskField(props: UnmaskFieldProps): ReactElement {
  const { customerId, resource, id, field, value, label } = props
  const say = useWords()
  const unmask = useUnmask()
  const [shown, setShown] = useState<Shown>()
  const [asking, setAsking] = useState(false)
  const reasonId = useId()

  useEffect(() => {
    if (!shown) return undefined
    const cover = () => setShown(undefined)
    const timer = setTimeout(cover, shown.milliseconds)
    window.addEventListener('blur', cover)
    window.addEventListener('pagehide', cover)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('blur', cover)
      window.removeEventListener('pagehide', cover)
    }
  }, [shown])

  async function show(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim()
    const seen = await unmask.run({ customerId, resource, id, field, reason })
    if (!seen) return
    setAsking(false)
    setShown({ value: seen.value, milliseconds: SHOWN_MS })
  }

  if (!isMasked(value)) return <Value of={value} />
  if (shown)
    return (
      <span className="crm-unmask">
        <output>{shown.value}</output>{' '}
        <button type="button" className="crm-button" onClick={() => setShown(undefined)}>
          {say('unmask.cover')}
        </button>
      </span>
    )
  return (
    <span className="crm-unmask">
      <Value of={value} />{' '}
      {!asking && (
        <button type="button" className="crm-button" onClick={() => setAsking(true)}>
          {say('unmask.show', { label })}
        </button>
      )}
      {asking && (
        <form onSubmit={(event) => void show(event)}>
          <label htmlFor={reasonId}>{say('unmask.reason')}</label>
          <input id={reasonId} name="reason" required minLength={2} maxLength={120} />
          <button type="submit" className="crm-button" disabled={unmask.pending}>
            {say('unmask.confirm')}
          </button>
        </form>
      )}
      {unmask.error && <Failure error={unmask.error} />}
    </span>
  )
}

/** As long as the server allows; counted here, since clocks of counters differ. */
const SHOWN_MS = 60_000
