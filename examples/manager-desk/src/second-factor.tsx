import type { Locale } from '@crm/react'
import { type FormEvent, type ReactElement, useEffect, useRef } from 'react'
import { wordsOf } from './words.ts'

/** A second factor that somebody waits for. */
export interface Waiting {
  /** They proved themselves. */
  readonly prove: () => void
  /** They would rather not. */
  readonly decline: () => void
}

interface SecondFactorProps {
  readonly locale: Locale
  readonly waiting: Waiting
}

/**
 * Asks for the second factor when the CRM needs one. This is the host's own dialog: a bank asks its
 * identity provider here, for a password token or a fingerprint.
 */
export function SecondFactor({ locale, waiting }: SecondFactorProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null)
  const words = wordsOf(locale)
  useEffect(() => dialog.current?.showModal(), [])
  function prove(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    waiting.prove()
  }
  return (
    <dialog
      ref={dialog}
      className="desk-factor"
      aria-labelledby="desk-factor"
      onCancel={waiting.decline}
    >
      <form onSubmit={prove}>
        <h2 id="desk-factor">{words.factor}</h2>
        <label htmlFor="desk-code">{words.factorCode}</label>
        <input
          id="desk-code"
          name="code"
          inputMode="numeric"
          pattern="[0-9]{6}"
          required
          autoComplete="one-time-code"
        />
        <p>{words.factorHint}</p>
        <p className="desk-factor-ways">
          <button type="submit">{words.factorProve}</button>
          <button type="button" onClick={waiting.decline}>
            {words.factorDecline}
          </button>
        </p>
      </form>
    </dialog>
  )
}
