import {
  type CustomerId,
  type InteractionView,
  type TimelineChange,
  type TimelineEntry,
  TimelineKind,
} from '@crm/core'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { MovementRow } from '../holdings/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { sayReason } from '../reminders/index.ts'
import { useTimeline } from './hooks.ts'

/** Whose timeline. */
export interface CustomerTimelineProps {
  readonly customerId: CustomerId
}

/** Everything that was said and done with a customer, whoever did it and in whichever room, day by day. */
export function CustomerTimeline({ customerId }: CustomerTimelineProps): ReactElement {
  const say = useWords()
  const id = useId()
  const [kind, setKind] = useState<TimelineKind>()
  const timeline = useTimeline(customerId, { kind })
  return (
    <PersonalFrame
      name="crm-timeline"
      label={say('timeline.title')}
      busy={timeline.status === 'loading'}
    >
      <div className="crm-filters">
        <label className="crm-label" htmlFor={id}>
          {say('timeline.kind')}
          <select
            id={id}
            className="crm-input"
            value={kind ?? ''}
            onChange={({ target }) =>
              setKind(target.value === '' ? undefined : TimelineKind.parse(target.value))
            }
          >
            <option value="">{say('timeline.kind.all')}</option>
            {TimelineKind.options.map((one) => (
              <option key={one} value={one}>
                {say(`timeline.kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {timeline.status === 'loading' && <Waiting />}
      {timeline.status === 'failed' && (
        <Failure error={timeline.error} onRetry={timeline.refresh} />
      )}
      {timeline.status === 'ready' && timeline.items.length === 0 && (
        <Nothing>{say('timeline.none')}</Nothing>
      )}
      {timeline.status === 'ready' && (
        <>
          {byDay(timeline.items).map(([on, entries]) => (
            <Day key={on} on={on} entries={entries} />
          ))}
          {timeline.more && (
            <button
              type="button"
              className="crm-button"
              disabled={timeline.reading}
              onClick={timeline.more}
            >
              {say('timeline.more')}
            </button>
          )}
        </>
      )}
    </PersonalFrame>
  )
}

/** Entries that follow each other on one day, in a group. */
function byDay(
  entries: readonly TimelineEntry[],
): readonly (readonly [on: string, entries: readonly TimelineEntry[]])[] {
  const days = new Map<string, TimelineEntry[]>()
  for (const entry of entries) {
    const day = days.get(entry.on)
    if (day) day.push(entry)
    else days.set(entry.on, [entry])
  }
  return [...days]
}

interface DayProps {
  readonly on: string
  readonly entries: readonly TimelineEntry[]
}

function Day({ on, entries }: DayProps): ReactElement {
  const format = useFormat()
  const id = useId()
  return (
    <section className="crm-day" aria-labelledby={id}>
      <h4 id={id}>{format.day(on)}</h4>
      <ul className="crm-list">
        {entries.map((entry) => (
          <li key={entry.id}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entry({ entry }: { readonly entry: TimelineEntry }): ReactNode {
  const { interaction, movement, reminder, consent, change } = entry
  const say = useWords()
  const format = useFormat()
  if (interaction) return <Said interaction={interaction} />
  if (movement) return <MovementRow movement={movement} />
  if (reminder)
    return (
      <>
        <span className="crm-tag">{say.code(`reminder.kind.${reminder.kind}`)}</span>{' '}
        {sayReason(reminder, say, format, 'CNY')}{' '}
        <span className="crm-quiet">
          {reminder.status !== 'open' && say(`timeline.${reminder.status}`)}{' '}
          {plain(reminder.closedBy)}
        </span>
      </>
    )
  if (consent)
    return (
      <>
        <span className="crm-tag">{say('timeline.kind.consent')}</span>{' '}
        {say(`timeline.${consent.act}`)} {say.code(`purpose.${consent.purpose}`)}{' '}
        <span className="crm-quiet">{consent.byStaffId}</span>
      </>
    )
  return change ? <Change change={change} /> : null
}

function Said({ interaction }: { readonly interaction: InteractionView }): ReactElement {
  const say = useWords()
  const { kind, purpose, result, summary, staffName } = interaction
  const [what, came] = [plain(purpose), plain(result)]
  return (
    <>
      <span className="crm-tag">{say.code(`interaction.kind.${kind}`)}</span>{' '}
      {what && <span className="crm-quiet">{say.code(`interaction.purpose.${what}`)} </span>}
      {came && <span className="crm-quiet">{say.code(`interaction.result.${came}`)} </span>}
      <Value of={summary} /> <span className="crm-quiet">{shown(staffName)}</span>
    </>
  )
}

function Change({ change }: { readonly change: TimelineChange }): ReactElement {
  const say = useWords()
  const { cause, fields, bySource, byStaffId } = change
  return (
    <>
      <span className="crm-tag">{say('timeline.kind.change')}</span> {say.code(`golden.${cause}`)}{' '}
      <span className="crm-quiet">
        {[fields.map((field) => say(`golden.field.${field}`)).join(' '), byStaffId ?? bySource]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  )
}
