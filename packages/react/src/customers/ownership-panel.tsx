import type { CustomerId, LocalDate, Ownership, OwnershipOutcome, Share } from '@crm/core'
import { type ReactElement, useId, useState } from 'react'
import { useMe } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { HandOverForm, ShareOutForm } from './ownership-forms.tsx'
import { useClaim, useOwnership } from './ownership-hooks.ts'

/** Whose hands are shown. */
export interface OwnershipPanelProps {
  readonly customerId: CustomerId
  /** Called when something was done: the customer may be out of one's sight from here on. */
  readonly onChanged?: (outcome: OwnershipOutcome) => void
}

/** Whose customer it is, or was on any day: claim, hand over, share out, and how it came to be. */
export function OwnershipPanel({ customerId, onChanged }: OwnershipPanelProps): ReactElement {
  const [asOf, setAsOf] = useState<LocalDate>()
  const owned = useOwnership(customerId, asOf)
  const me = useMe()
  const say = useWords()
  const id = useId()
  const [told, setTold] = useState('')
  const may = me.status === 'ready' && me.data.entitlements.includes('ownership:write')

  const onDone = (outcome: OwnershipOutcome) => {
    setTold(say(outcome.outcome === 'done' ? 'ownership.done' : 'ownership.waiting'))
    onChanged?.(outcome)
  }
  return (
    <PersonalFrame
      name="crm-ownership-panel"
      label={say('ownership.title')}
      busy={owned.status === 'loading'}
    >
      <h3>{say('ownership.title')}</h3>
      <label className="crm-label" htmlFor={`${id}day`}>
        {say('ownership.as_of')}
        <input
          id={`${id}day`}
          className="crm-input"
          type="date"
          value={asOf ?? ''}
          onChange={({ target }) =>
            setAsOf(target.value === '' ? undefined : (target.value as LocalDate))
          }
        />
      </label>
      <p role="status" className="crm-quiet">
        {told}
      </p>
      {owned.status === 'loading' && <Waiting />}
      {owned.status === 'failed' && <Failure error={owned.error} onRetry={owned.refresh} />}
      {owned.status === 'ready' && (
        <>
          <Owners ownership={owned.data} />
          {may && asOf === undefined && <Deeds ownership={owned.data} onDone={onDone} />}
          <Log ownership={owned.data} />
        </>
      )}
    </PersonalFrame>
  )
}

const percentOf = (shareBp: number): string => String(shareBp / 100)

/** Shares with the names of those who have them: 陈波 70%、吴桐 30%. */
function useNamed(names: Ownership['names']): (shares: readonly Share[]) => string {
  const say = useWords()
  return (shares) =>
    shares.length === 0
      ? '—'
      : shares
          .map(({ staffId, shareBp }) => {
            const percent = say('ownership.share', { percent: percentOf(shareBp) })
            return `${visible(names[staffId] ?? staffId)} ${percent}`
          })
          .join(' · ')
}

interface Part {
  readonly ownership: Ownership
}

function Owners({ ownership }: Part): ReactElement {
  const say = useWords()
  const named = useNamed(ownership.names)
  const { owners, pending, names } = ownership
  return (
    <>
      {owners.length === 0 && <Nothing>{say('ownership.nobody')}</Nothing>}
      <ul className="crm-list crm-owners">
        {owners.map(({ staffId, shareBp, fromOn, toOn, main }) => (
          <li key={staffId}>
            <strong>{visible(names[staffId] ?? staffId)}</strong>
            {main && <span className="crm-tag">{say('ownership.main')}</span>}
            <span className="crm-amount">
              {say('ownership.share', { percent: percentOf(shareBp) })}
            </span>
            <span className="crm-quiet">
              {toOn === undefined
                ? say('ownership.since', { day: fromOn })
                : say('ownership.until', { from: fromOn, to: toOn })}
            </span>
          </li>
        ))}
      </ul>
      {pending && (
        <p className="crm-banner" role="note">
          {say('ownership.pending', {
            who: names[pending.byStaffId] ?? pending.byStaffId,
            to: named(pending.to),
          })}
        </p>
      )}
    </>
  )
}

interface DeedsProps extends Part {
  readonly onDone: (outcome: OwnershipOutcome) => void
}

function Deeds({ ownership, onDone }: DeedsProps): ReactElement {
  const say = useWords()
  const claim = useClaim()
  const { customerId, version, owners } = ownership
  const onClaim = async () => {
    const outcome = await claim.run(customerId, version)
    if (outcome) onDone(outcome)
  }
  if (owners.length === 0)
    return (
      <>
        <button
          type="button"
          className="crm-button crm-primary"
          disabled={claim.pending}
          onClick={() => void onClaim()}
        >
          {say('ownership.claim')}
        </button>
        {claim.error && <Failure error={claim.error} />}
      </>
    )
  return (
    <>
      <HandOverForm ownership={ownership} onDone={onDone} />
      <ShareOutForm ownership={ownership} onDone={onDone} />
    </>
  )
}

function Log({ ownership: { log, names } }: Part): ReactElement | null {
  const say = useWords()
  const format = useFormat()
  const named = useNamed(names)
  if (log.length === 0) return null
  return (
    <details>
      <summary>{say('ownership.log', { count: log.length })}</summary>
      <ol className="crm-plain">
        {log.map(({ id, at, deed, from, to, reason, byStaffId }) => (
          <li key={id}>
            <time dateTime={at}>{format.instant(at)}</time>{' '}
            <strong>{say(`ownership.deed.${deed}`)}</strong>{' '}
            <span>{say('ownership.change', { from: named(from), to: named(to) })}</span>
            <p className="crm-quiet">
              {say('ownership.by', { who: names[byStaffId] ?? byStaffId, reason })}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
