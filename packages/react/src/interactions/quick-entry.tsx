import {
  type CustomerId,
  type Instant,
  InteractionKind,
  InteractionPurpose,
  InteractionResult,
  type LocalDate,
} from '@crm/core'
import { type FormEvent, type KeyboardEvent, type ReactElement, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure } from '../kit/frame.tsx'
import type { WidgetWord } from '../kit/words/zh-cn.ts'
import { useWriteInteraction } from './hooks.ts'

/** What the entry takes. */
export interface QuickEntryProps {
  readonly customerId: CustomerId
  readonly kind: InteractionKind
  readonly onKept: () => void
}

/** What is typed; what is not typed is usual. */
const blank = {
  purpose: 'care' as InteractionPurpose,
  result: 'done' as InteractionResult,
  summary: '',
  when: '',
  next: '',
  nextOn: '',
  present: '',
}
type Typed = typeof blank

/** The bank's own clock is China's; the field has none. */
const instantOf = (local: string): Instant => new Date(`${local}:00+08:00`).toISOString() as Instant

/** Type, choose, submit; everything else has its usual value, or stands under "more". */
export function QuickEntry(props: QuickEntryProps): ReactElement {
  const { customerId, onKept } = props
  const say = useWords()
  const write = useWriteInteraction()
  const [kind, setKind] = useState(props.kind)
  const [typed, setTyped] = useState<Typed>(blank)
  const set = (more: Partial<Typed>) => setTyped((before) => ({ ...before, ...more }))

  async function keep(submit: boolean): Promise<void> {
    const { purpose, result, summary, when, next, nextOn, present } = typed
    const participants = present
      .split(/[、,,;;]/)
      .map((one) => one.trim())
      .filter(Boolean)
    const kept = await write.run({
      customerId,
      kind,
      purpose,
      result,
      summary,
      participants,
      ...(when !== '' && { happenedAt: instantOf(when) }),
      ...(next !== '' && { nextStep: { text: next, on: nextOn as LocalDate } }),
      submit,
    })
    if (!kept) return
    setTyped(blank)
    onKept()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void keep(true)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    if (event.nativeEvent.isComposing) return
    event.preventDefault()
    event.currentTarget.requestSubmit()
  }
  return (
    <form className="crm-entry" onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <fieldset className="crm-ways">
        <legend>{say('interaction.kind')}</legend>
        {InteractionKind.options.map((way) => (
          <label key={way}>
            <input
              type="radio"
              name={`way-${customerId}`}
              checked={kind === way}
              onChange={() => setKind(way)}
            />
            {say.code(`interaction.kind.${way}`)}
          </label>
        ))}
      </fieldset>
      <label className="crm-label">
        {say('interaction.what')}
        <textarea
          className="crm-input"
          rows={2}
          required
          maxLength={2_000}
          value={typed.summary}
          onChange={({ target }) => set({ summary: target.value })}
        />
      </label>
      <details>
        <summary>{say('interaction.more_fields')}</summary>
        <More typed={typed} set={set} />
      </details>
      <p className="crm-quiet">{say('interaction.hint')}</p>
      <div className="crm-deeds">
        <button type="submit" className="crm-button crm-primary" disabled={write.pending}>
          {say('interaction.submit')}
        </button>
        <button
          type="button"
          className="crm-button"
          disabled={write.pending || typed.summary === ''}
          onClick={() => void keep(false)}
        >
          {say('interaction.draft')}
        </button>
      </div>
      {write.error && <Failure error={write.error} />}
    </form>
  )
}

interface MoreProps {
  readonly typed: Typed
  readonly set: (more: Partial<Typed>) => void
}

function More({ typed, set }: MoreProps): ReactElement {
  return (
    <div className="crm-entry">
      <Choice
        word="interaction.purpose"
        value={typed.purpose}
        among={InteractionPurpose.options}
        onChange={(purpose) => set({ purpose })}
      />
      <Choice
        word="interaction.result"
        value={typed.result}
        among={InteractionResult.options}
        onChange={(result) => set({ result })}
      />
      <Text
        word="interaction.when"
        type="datetime-local"
        value={typed.when}
        onChange={(when) => set({ when })}
      />
      <Text word="interaction.next" value={typed.next} onChange={(next) => set({ next })} />
      <Text
        word="interaction.next_on"
        type="date"
        required={typed.next !== ''}
        value={typed.nextOn}
        onChange={(nextOn) => set({ nextOn })}
      />
      <Text
        word="interaction.with"
        value={typed.present}
        onChange={(present) => set({ present })}
      />
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  readonly word: 'interaction.purpose' | 'interaction.result'
  readonly value: Value
  readonly among: readonly Value[]
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>(props: ChoiceProps<Value>): ReactElement {
  const { word, value, among, onChange } = props
  const say = useWords()
  return (
    <label className="crm-label">
      {say(word)}
      <select
        className="crm-input"
        value={value}
        onChange={({ target }) => onChange(target.value as Value)}
      >
        {among.map((one) => (
          <option key={one} value={one}>
            {say.code(`${word}.${one}`)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface TextProps {
  readonly word: WidgetWord
  readonly type?: 'text' | 'date' | 'datetime-local'
  readonly required?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function Text({ word, type = 'text', required = false, value, onChange }: TextProps): ReactElement {
  const say = useWords()
  const id = useId()
  return (
    <label className="crm-label" htmlFor={id}>
      {say(word)}
      <input
        id={id}
        className="crm-input"
        type={type}
        required={required}
        maxLength={200}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}
