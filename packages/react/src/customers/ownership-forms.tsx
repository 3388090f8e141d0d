import type { Candidate, CustomerId, Ownership, OwnershipOutcome, StaffId } from '@crm/core'
import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { useCandidates, useHandOver, useShareOut } from './ownership-hooks.ts'

/** What the forms of the panel take. */
export interface OwnershipFormProps {
  readonly ownership: Ownership
  readonly onDone: (outcome: OwnershipOutcome) => void
}

const WHOLE_PERCENT = 100
const MOST = 10

/** Everybody who may look after the customer. */
function useColleagues(id: CustomerId): readonly Candidate[] {
  const found = useCandidates(id, true)
  return found.status === 'ready' ? found.data.items : []
}

interface PersonProps {
  readonly label: string
  readonly value: string
  readonly among: readonly Candidate[]
  /** What the one chosen is called, while the others are not here yet or they have left. */
  readonly names: Ownership['names']
  readonly onChange: (staffId: string) => void
}

function Person({ label, value, among, names, onChange }: PersonProps): ReactElement {
  const say = useWords()
  const isApart = value !== '' && !among.some(({ staffId }) => staffId === value)
  return (
    <label className="crm-label">
      {label}
      <select
        className="crm-input"
        required
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{say('ownership.choose')}</option>
        {isApart && <option value={value}>{visible(names[value] ?? value)}</option>}
        {among.map(({ staffId, name, branchName }) => (
          <option key={staffId} value={staffId}>
            {visible(`${name} · ${branchName}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface ReasonProps {
  readonly value: string
  readonly onChange: (reason: string) => void
}

function Reason({ value, onChange }: ReasonProps): ReactElement {
  const say = useWords()
  return (
    <label className="crm-label">
      {say('ownership.reason')}
      <input
        className="crm-input"
        required
        minLength={2}
        maxLength={120}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}

/** One colleague, one reason, one press. */
export function HandOverForm({ ownership, onDone }: OwnershipFormProps): ReactElement {
  const { customerId, version, owners } = ownership
  const say = useWords()
  const among = useColleagues(customerId)
  const handOver = useHandOver()
  const [toId, setToId] = useState('')
  const [reason, setReason] = useState('')
  const others = among.filter(({ staffId }) => staffId !== owners.find(({ main }) => main)?.staffId)

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const outcome = await handOver.run(customerId, { toId: toId as StaffId, reason }, version)
    if (outcome) onDone(outcome)
  }
  return (
    <form className="crm-hand-over" onSubmit={(event) => void onSubmit(event)}>
      <Person
        label={say('ownership.to')}
        value={toId}
        among={others}
        names={ownership.names}
        onChange={setToId}
      />
      <Reason value={reason} onChange={setReason} />
      <button type="submit" className="crm-button crm-primary" disabled={handOver.pending}>
        {say('ownership.hand_over')}
      </button>
      {handOver.error && <Failure error={handOver.error} />}
    </form>
  )
}

interface Row {
  readonly key: string
  readonly staffId: string
  readonly percent: string
}

/** Several, each with their part of the whole. */
export function ShareOutForm({ ownership, onDone }: OwnershipFormProps): ReactElement {
  const { customerId, version, owners } = ownership
  const say = useWords()
  const id = useId()
  const among = useColleagues(customerId)
  const shareOut = useShareOut()
  const [rows, setRows] = useState<readonly Row[]>(() =>
    owners.map(({ staffId, shareBp }) => ({
      key: staffId,
      staffId,
      percent: String(shareBp / WHOLE_PERCENT),
    })),
  )
  const [reason, setReason] = useState('')
  const change = (key: string, more: Partial<Row>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...more } : row)))
  const shares = rows.map(({ staffId, percent }) => ({
    staffId: staffId as StaffId,
    shareBp: Math.round(Number(percent) * WHOLE_PERCENT),
  }))
  const sum = shares.reduce((total, { shareBp }) => total + shareBp, 0) / WHOLE_PERCENT

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const wish = { shares: shares.filter(({ shareBp }) => shareBp > 0), reason }
    const outcome = await shareOut.run(customerId, wish, version)
    if (outcome) onDone(outcome)
  }
  return (
    <details>
      <summary>{say('ownership.share_out')}</summary>
      <form className="crm-share-out" onSubmit={(event) => void onSubmit(event)}>
        {rows.map(({ key, staffId, percent }, at) => (
          <div key={key} className="crm-share-row">
            <Person
              label={say('ownership.person', { at: at + 1 })}
              value={staffId}
              among={among}
              names={ownership.names}
              onChange={(chosen) => change(key, { staffId: chosen })}
            />
            <label className="crm-label">
              {say('ownership.percent', { at: at + 1 })}
              <input
                className="crm-input"
                type="number"
                inputMode="decimal"
                min={0}
                max={WHOLE_PERCENT}
                step="any"
                required
                value={percent}
                onChange={({ target }) => change(key, { percent: target.value })}
              />
            </label>
          </div>
        ))}
        <button
          type="button"
          className="crm-button"
          disabled={rows.length >= MOST}
          onClick={() =>
            setRows((all) => [...all, { key: `${id}${all.length}`, staffId: '', percent: '0' }])
          }
        >
          {say('ownership.add')}
        </button>
        <Reason value={reason} onChange={setReason} />
        {sum !== WHOLE_PERCENT && <p role="status">{say('ownership.sum', { percent: sum })}</p>}
        <button
          type="submit"
          className="crm-button"
          disabled={shareOut.pending || sum !== WHOLE_PERCENT}
        >
          {say('ownership.save')}
        </button>
        {shareOut.error && <Failure error={shareOut.error} />}
      </form>
    </details>
  )
}
