import type { CallerCandidate, CustomerId } from '@crm/core'
import { type FormEvent, type ReactElement, useEffect, useId, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useCrm, useWords } from '../kit/crm-provider.tsx'
import { shown } from '../kit/format.ts'
import { Failure, Waiting } from '../kit/frame.tsx'
import { useCaller, useVerifyCaller } from './hooks.ts'

/** What the caller's card takes. */
export interface CallerLookupProps {
  /** The number that calls; left out, the card waits for `crm.desk.onIncomingCall`, or for somebody to type. */
  readonly number?: string
  /** Open the whole picture of the customer who is on the phone. */
  readonly onOpen: (id: CustomerId) => void
}

/**
 * The customer on screen when the phone rings: who may be calling, masked, with a question to ask. The
 * answer opens the customer's page; until then the card says no more than a stranger may know.
 */
export function CallerLookup({ number, onOpen }: CallerLookupProps): ReactElement {
  const crm = useCrm()
  const say = useWords()
  const [ringing, setRinging] = useState(number ?? '')

  useEffect(() => setRinging(number ?? ''), [number])
  useEffect(() => {
    const ring = (from: string) => setRinging(from)
    crm.events.on('incomingCall', ring)
    return () => {
      crm.events.off('incomingCall', ring)
    }
  }, [crm])

  return (
    <PersonalFrame name="crm-caller-lookup" label={say('caller.title')}>
      <NumberBox number={ringing} onAsk={setRinging} />
      {ringing === '' ? (
        <p className="crm-quiet">{say('caller.waiting')}</p>
      ) : (
        <Candidates key={ringing} number={ringing} onOpen={onOpen} />
      )}
    </PersonalFrame>
  )
}

interface NumberBoxProps {
  readonly number: string
  readonly onAsk: (number: string) => void
}

function NumberBox({ number, onAsk }: NumberBoxProps): ReactElement {
  const say = useWords()
  const id = useId()
  const [typed, setTyped] = useState(number)
  useEffect(() => setTyped(number), [number])
  const ask = (event: FormEvent): void => {
    event.preventDefault()
    onAsk(typed.trim())
  }
  return (
    <form className="crm-ask" onSubmit={ask}>
      <label className="crm-label" htmlFor={id}>
        {say('caller.number')}
      </label>
      <input
        id={id}
        className="crm-input"
        type="tel"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="crm-button">
        {say('caller.find')}
      </button>
    </form>
  )
}

function Candidates({ number, onOpen }: CallerLookupProps & { number: string }): ReactElement {
  const say = useWords()
  const caller = useCaller(number)
  if (caller.status === 'loading') return <Waiting />
  if (caller.status === 'failed') return <Failure error={caller.error} onRetry={caller.refresh} />
  const { candidates, kind } = caller.data
  const told =
    kind === 'unknown'
      ? say('caller.unknown')
      : candidates.length === 0
        ? say('caller.none')
        : say('caller.found', { count: candidates.length })
  return (
    <>
      <p role="status">{told}</p>
      <ul className="crm-list">
        {candidates.map((candidate) => (
          <li key={candidate.customerId}>
            <Candidate candidate={candidate} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </>
  )
}

interface CandidateProps {
  readonly candidate: CallerCandidate
  readonly onOpen: (id: CustomerId) => void
}

function Candidate({ candidate, onOpen }: CandidateProps): ReactElement {
  const { customerId, name, village, questions } = candidate
  const say = useWords()
  const id = useId()
  const verify = useVerifyCaller()
  const [answer, setAnswer] = useState('')
  const [left, setLeft] = useState<number>()
  const [question = undefined] = questions

  async function ask(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (question === undefined) return
    const outcome = await verify.run({ customerId, question, answer: answer.trim() })
    setAnswer('')
    if (!outcome) return
    if (outcome.verified) onOpen(customerId)
    else setLeft(outcome.left)
  }

  return (
    <>
      <p>
        <strong>{shown(name)}</strong> <span className="crm-quiet">{village}</span>
      </p>
      {question === undefined ? (
        <p className="crm-quiet">{say('caller.nothing_to_ask')}</p>
      ) : (
        <form className="crm-ask" onSubmit={(event) => void ask(event)}>
          <label className="crm-label" htmlFor={id}>
            {say(`caller.ask_${question}`)}
          </label>
          <input
            id={id}
            className="crm-input"
            type="text"
            autoComplete="off"
            required
            minLength={4}
            maxLength={20}
            aria-invalid={left !== undefined}
            aria-describedby={`${id}told`}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <button type="submit" className="crm-button" disabled={verify.pending}>
            {say('caller.verify')}
          </button>
        </form>
      )}
      <p id={`${id}told`} role="status" className="crm-told">
        {left === undefined ? '' : say('caller.wrong', { left })}
      </p>
      {verify.error && <Failure error={verify.error} />}
    </>
  )
}
