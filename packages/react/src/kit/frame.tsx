import type { CrmError } from '@crm/core'
import type { ReactElement, ReactNode, SyntheticEvent } from 'react'
import { AskPurpose } from './ask-purpose.tsx'
import { useSurroundings } from './crm-provider.tsx'
import { nameOfModule } from './say.ts'

/** What every widget stands in. */
export interface FrameProps {
  /** The widget's own class: `crm-due-reminders`. */
  readonly name: string
  readonly label?: string
  readonly busy?: boolean
  /** It shows customers: a mark may lie over it. */
  readonly personal?: boolean
  /** Nothing of it may be copied or dragged away. */
  readonly guarded?: boolean
  readonly children: ReactNode
}

/** What somebody types is their own to copy. */
const refuse = (event: SyntheticEvent): void => {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault()
}

/** The element around a widget: carries its class, its look and its language. */
export function Frame(props: FrameProps): ReactElement {
  const { name, label, busy = false, personal = false, guarded = false, children } = props
  const { theme, locale } = useSurroundings()
  return (
    <section
      className={['crm', name, personal && 'crm-personal', guarded && 'crm-guarded']
        .filter(Boolean)
        .join(' ')}
      data-crm-theme={theme}
      lang={locale}
      aria-label={label}
      aria-busy={busy}
      {...(guarded && { onCopy: refuse, onCut: refuse, onDragStart: refuse })}
    >
      {children}
    </section>
  )
}

/** A widget that waits. */
export function Waiting(): ReactElement {
  const { say } = useSurroundings()
  return (
    <p className="crm-waiting" role="status">
      {say('state.loading')}
    </p>
  )
}

/** What a failure is told by. */
export interface FailureProps {
  readonly error: CrmError
  readonly onRetry?: (() => void) | undefined
}

/**
 * A widget that failed: what went wrong in words, what support asks for, and another try. What the
 * licence does not cover is no failure of anybody's: it gets a quiet note, and nothing to press.
 */
export function Failure({ error, onRetry }: FailureProps): ReactElement {
  const { say } = useSurroundings()
  if (error.code === 'access.module_unlicensed')
    return (
      <p className="crm-unlicensed" role="note">
        {say.code(error.code, { module: nameOfModule(say, String(error.context.module)) })}
      </p>
    )
  if (error.code === 'access.purpose_required') return <AskPurpose />
  return (
    <div className="crm-failure" role="alert">
      <p>{say.code(error.code, error.context)}</p>
      {error.requestId !== undefined && (
        <p className="crm-quiet">{say('state.request', { requestId: error.requestId })}</p>
      )}
      {onRetry && (
        <button type="button" className="crm-button" onClick={onRetry}>
          {say('action.retry')}
        </button>
      )}
    </div>
  )
}

/** A widget with nothing to show. */
export const Nothing = ({ children }: { readonly children: ReactNode }): ReactElement => (
  <p className="crm-nothing">{children}</p>
)
