import { isCrmError } from '@crm/core'
import { type FormEvent, type ReactElement, useId } from 'react'
import { useSurroundings } from './crm-provider.tsx'

/** Why somebody looks at a customer, at a counter and on the telephone. */
const usual = ['identity', 'call', 'counter', 'request'] as const

/** Reasons that are given most; any other may be typed. */
export function UsualReasons({ id }: { readonly id: string }): ReactElement {
  const { say } = useSurroundings()
  return (
    <datalist id={id}>
      {usual.map((reason) => (
        <option key={reason} value={say(`reason.${reason}`)} />
      ))}
    </datalist>
  )
}

/** Asks what a policy wants to know before a customer opens, then reads again what waited for it. */
export function AskPurpose(): ReactElement {
  const { crm, queries, say } = useSurroundings()
  const [input, list] = [useId(), useId()]
  function tell(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    crm.lookFor(String(new FormData(event.currentTarget).get('purpose')).trim())
    void queries.invalidateQueries({
      predicate: ({ state }) =>
        isCrmError(state.error) && state.error.code === 'access.purpose_required',
    })
  }
  return (
    <form className="crm-ask" onSubmit={tell}>
      <label htmlFor={input}>{say.code('access.purpose_required')}</label>
      <input
        id={input}
        className="crm-input"
        name="purpose"
        list={list}
        required
        minLength={2}
        maxLength={120}
        pattern=".*\S.*\S.*"
        autoComplete="off"
      />
      <UsualReasons id={list} />
      <button type="submit" className="crm-button crm-primary">
        {say('action.go_on')}
      </button>
    </form>
  )
}
