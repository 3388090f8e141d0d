import { type CustomerId, isMasked, type Masked } from '@crm/core'
import { type FormEvent, type ReactElement, useEffect, useId, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { UsualReasons } from '../kit/ask-purpose.tsx'
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
  /** How the value is written out: an amount as money. */
  readonly print?: (value: string | number) => string
}

/** As long as the server allows; counted here, since this clock and the server's differ. */
const SHOWN_SECONDS = 60

/**
 * A masked value with a way to see it: for a reason, with a second factor, for a minute. The value is not
 * in the page before, and is taken out of it after, when the window is left, and when this goes away.
 */
export function UnmaskField(props: UnmaskFieldProps): ReactElement {
  const { customerId, resource, id, field, value, print = String } = props
  const me = useMe()
  const unmask = useUnmask()
  const { reset } = unmask
  const [shown, setShown] = useState<string | number>()
  const [asking, setAsking] = useState(false)

  async function show(reason: string): Promise<void> {
    const seen = await unmask.run({ customerId, resource, id, field, reason })
    if (!seen) return
    setAsking(false)
    setShown(seen.value)
  }
  function cover(): void {
    setShown(undefined)
    reset()
  }

  if (!isMasked(value)) return <Value of={value} print={print} />
  if (shown !== undefined) return <Shown text={print(shown)} {...props} onCover={cover} />
  const may = me.status === 'ready' && me.data.entitlements.includes('customer:unmask')
  return (
    <span className="crm-unmask">
      <Value of={value} />
      {may && !asking && <Offer {...props} onAsk={() => setAsking(true)} />}
      {asking && (
        <Reason
          pending={unmask.pending}
          onReason={(reason) => void show(reason)}
          onCancel={() => {
            setAsking(false)
            reset()
          }}
        />
      )}
      {unmask.error && <Failure error={unmask.error} />}
    </span>
  )
}

interface OfferProps extends UnmaskFieldProps {
  readonly onAsk: () => void
}

function Offer({ label, onAsk }: OfferProps): ReactElement {
  const say = useWords()
  return (
    <button
      type="button"
      className="crm-link"
      aria-label={say('unmask.show', { label })}
      onClick={onAsk}
    >
      {say('unmask.short')}
    </button>
  )
}

interface ShownProps extends UnmaskFieldProps {
  readonly text: string
  readonly onCover: () => void
}

/** The value, and how long it still stands there. */
function Shown({ text, label, onCover }: ShownProps): ReactElement {
  const say = useWords()
  const [seconds, setSeconds] = useState(SHOWN_SECONDS)
  useEffect(() => {
    // By the clock as well: a tablet that slept has not ticked. By ticks as well: a clock may be set back.
    const until = Date.now() + SHOWN_SECONDS * 1_000
    const tick = () =>
      setSeconds((left) => Math.min(left - 1, Math.ceil((until - Date.now()) / 1_000)))
    const ticking = setInterval(tick, 1_000)
    return () => clearInterval(ticking)
  }, [])
  useEffect(() => {
    if (seconds <= 0) onCover()
  })
  useEffect(() => {
    window.addEventListener('blur', onCover)
    window.addEventListener('pagehide', onCover)
    return () => {
      window.removeEventListener('blur', onCover)
      window.removeEventListener('pagehide', onCover)
    }
  }, [onCover])
  return (
    <span className="crm-unmask">
      <output
        aria-label={label}
        onCopy={(event) => event.preventDefault()}
        onCut={(event) => event.preventDefault()}
        onDragStart={(event) => event.preventDefault()}
      >
        {text}
      </output>
      <button
        type="button"
        className="crm-link"
        // biome-ignore lint/a11y/noAutofocus: the press that showed the value is gone with its form
        autoFocus
        onClick={onCover}
      >
        {say('unmask.cover')}
      </button>
      <span className="crm-quiet" role="timer">
        {say('unmask.left', { seconds })}
      </span>
    </span>
  )
}

interface ReasonProps {
  readonly pending: boolean
  readonly onReason: (reason: string) => void
  readonly onCancel: () => void
}

function Reason({ pending, onReason, onCancel }: ReasonProps): ReactElement {
  const say = useWords()
  const [input, list] = [useId(), useId()]
  function tell(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    onReason(String(new FormData(event.currentTarget).get('reason') ?? '').trim())
  }
  return (
    <form
      className="crm-ask"
      onSubmit={tell}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onCancel()
      }}
    >
      <label htmlFor={input}>{say('unmask.reason')}</label>
      <input
        id={input}
        className="crm-input"
        name="reason"
        list={list}
        required
        minLength={2}
        maxLength={120}
        pattern=".*\S.*\S.*"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: it was asked for by the press just before
        autoFocus
      />
      <UsualReasons id={list} />
      <button type="submit" className="crm-button crm-primary" disabled={pending}>
        {say('unmask.confirm')}
      </button>
      <button type="button" className="crm-button" onClick={onCancel}>
        {say('unmask.cancel')}
      </button>
    </form>
  )
}
