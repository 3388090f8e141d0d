import { type Comparison, customerFields, type Operator, parseFen } from '@crm/core'
import type { ReactElement } from 'react'
import { useSurroundings, useWords } from '../kit/crm-provider.tsx'
import type { WidgetWord } from '../kit/words/zh-cn.ts'
import { blank, type Field, fields, offered } from './conditions.ts'

/** What one condition of the form takes. */
export interface ConditionRowProps {
  readonly condition: Comparison
  /** Its number, from 1. */
  readonly at: number
  readonly onChange: (condition: Comparison) => void
  readonly onRemove: () => void
}

/** One condition: a field, a comparison that fits it, and a value of its type. */
export function ConditionRow({
  condition,
  at,
  onChange,
  onRemove,
}: ConditionRowProps): ReactElement {
  const { locale } = useSurroundings()
  const say = useWords()
  const field = condition.field as Field
  const language = locale === 'en' ? 'en' : 'zh'
  const operators: readonly Operator[] = offered[customerFields[field].type]
  return (
    <li className="crm-condition">
      <select
        className="crm-input"
        aria-label={say('segment.field', { at })}
        value={field}
        onChange={({ target }) => {
          const chosen = target.value as Field
          onChange(blank(chosen, offered[customerFields[chosen].type][0]))
        }}
      >
        {fields.map((name) => (
          <option key={name} value={name}>
            {customerFields[name].words[language]}
          </option>
        ))}
      </select>
      <select
        className="crm-input"
        aria-label={say('segment.operator', { at })}
        value={condition.is}
        onChange={({ target }) => {
          const is = target.value as Operator
          const fresh = blank(field, is)
          const keeps = condition.value !== undefined && fresh.value !== undefined
          onChange(keeps ? { ...condition, is } : fresh)
        }}
      >
        {operators.map((is) => (
          <option key={is} value={is}>
            {say.code(`operator.${is}`)}
          </option>
        ))}
      </select>
      <ValueInput condition={condition} at={at} onChange={onChange} />
      <button
        type="button"
        className="crm-button"
        aria-label={say('action.remove_condition', { at })}
        onClick={onRemove}
      >
        ×
      </button>
    </li>
  )
}

type ValueInputProps = Omit<ConditionRowProps, 'onRemove'>

function ValueInput({ condition, at, onChange }: ValueInputProps): ReactElement {
  const say = useWords()
  const spec = customerFields[condition.field as Field]
  const label = say('segment.value', { at })
  const change = (value: string | number | boolean) => onChange({ ...condition, value })
  if (condition.value === undefined) return <span />
  if (spec.type === 'flag' || 'choices' in spec) {
    const choices = 'choices' in spec ? spec.choices : ['true', 'false']
    return (
      <select
        className="crm-input"
        aria-label={label}
        value={String(condition.value)}
        onChange={({ target }) =>
          change(spec.type === 'flag' ? target.value === 'true' : target.value)
        }
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {say(choiceWord(condition.field, choice))}
          </option>
        ))}
      </select>
    )
  }
  const isMoney = spec.type === 'fen'
  const shownValue = isMoney ? Number(condition.value) / 100 : String(condition.value)
  const types = { fen: 'number', number: 'number', day: 'date', text: 'text' } as const
  return (
    <input
      className="crm-input"
      aria-label={[label, isMoney && say('segment.yuan')].filter(Boolean).join(' ')}
      type={types[spec.type as keyof typeof types]}
      value={shownValue}
      onChange={({ target }) => {
        if (isMoney) change(parseFen(target.value) ?? 0)
        else if (spec.type === 'number') change(Math.trunc(Number(target.value)) || 0)
        else if (spec.type === 'day') target.value && change(target.value)
        else change(target.value)
      }}
    />
  )
}

const choiceWord = (field: string, choice: string): WidgetWord => {
  if (choice === 'true' || choice === 'false') return `choice.${choice}`
  if (field === 'products') return `product.${choice}` as WidgetWord
  if (field === 'status') return `customer.status.${choice}` as WidgetWord
  return `customer.${choice}` as WidgetWord
}
