import {
  type Criteria,
  checkCriteria,
  customerFields,
  describeCriteria,
  isCrmError,
} from '@crm/core'
import { type ReactElement, useMemo, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useSettled } from '../customers/hooks.ts'
import { useFormat, useSurroundings, useWords } from '../kit/crm-provider.tsx'
import { shown } from '../kit/format.ts'
import { Failure, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { ConditionRow } from './condition-row.tsx'
import { blank, type Conditions, toConditions, toCriteria } from './conditions.ts'
import { useSegmentPreview } from './hooks.ts'

/** What the preview takes. */
export interface SegmentPreviewProps {
  readonly criteria: Criteria
  /** Lets the person change the conditions; criteria deeper than a form stay as they are. */
  readonly editable?: boolean
  /** Told of every change. */
  readonly onChange?: (criteria: Criteria) => void
}

const PAUSE_MS = 250

/** Whom criteria find: in words, as a number, and a few of them. The number follows every change. */
export function SegmentPreview({
  criteria,
  editable,
  onChange,
}: SegmentPreviewProps): ReactElement {
  const [asked, setAsked] = useState<Criteria>(criteria)
  const say = useWords()
  const change = (conditions: Conditions) => {
    setAsked(toCriteria(conditions))
    onChange?.(toCriteria(conditions))
  }
  const conditions = editable ? toConditions(asked) : undefined
  return (
    <PersonalFrame name="crm-segment-preview">
      {conditions && <Form conditions={conditions} onChange={change} />}
      <Sentence criteria={asked} />
      <Count criteria={asked} heading={say('segment.sample')} />
    </PersonalFrame>
  )
}

interface FormProps {
  readonly conditions: Conditions
  readonly onChange: (conditions: Conditions) => void
}

function Form({ conditions, onChange }: FormProps): ReactElement {
  const { match, parts } = conditions
  const say = useWords()
  return (
    <div className="crm-form">
      <select
        className="crm-input"
        aria-label={say('segment.match')}
        value={match}
        onChange={({ target }) => onChange({ match: target.value as Conditions['match'], parts })}
      >
        <option value="all">{say('segment.match_all')}</option>
        <option value="any">{say('segment.match_any')}</option>
      </select>
      <ul className="crm-list">
        {parts.map((condition, at) => (
          <ConditionRow
            // Two conditions may be the same to the letter: only their places tell them apart.
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
            key={at}
            at={at + 1}
            condition={condition}
            onChange={(changed) =>
              onChange({ match, parts: parts.map((part, n) => (n === at ? changed : part)) })
            }
            onRemove={() => onChange({ match, parts: parts.filter((_, n) => n !== at) })}
          />
        ))}
      </ul>
      <button
        type="button"
        className="crm-button"
        onClick={() => onChange({ match, parts: [...parts, blank('age', 'ge')] })}
      >
        {say('action.add_condition')}
      </button>
    </div>
  )
}

function Sentence({ criteria }: { readonly criteria: Criteria }): ReactElement {
  const { locale } = useSurroundings()
  const sentence = useMemo(() => {
    const checked = () => checkCriteria(customerFields, criteria)
    try {
      return describeCriteria(customerFields, checked(), locale === 'en' ? 'en' : 'zh')
    } catch (error) {
      // What is wrong with it, the count below says, with the node that is to blame.
      if (isCrmError(error)) return ''
      throw error
    }
  }, [criteria, locale])
  return <p className="crm-sentence">{visible(sentence)}</p>
}

interface CountProps {
  readonly criteria: Criteria
  readonly heading: string
}

function Count({ criteria, heading }: CountProps): ReactElement {
  const preview = useSegmentPreview(useSettled(criteria, PAUSE_MS))
  const say = useWords()
  const format = useFormat()
  if (preview.status === 'loading') return <Waiting />
  if (preview.status === 'failed')
    return <Failure error={preview.error} onRetry={preview.refresh} />
  const { count, suppressed, asOf, sample } = preview.data
  return (
    <div className="crm-count">
      <p role="status">
        <strong>
          {suppressed
            ? say('segment.few')
            : say('segment.count', { count: format.count(count ?? 0) })}
        </strong>{' '}
        <span className="crm-quiet">{say('segment.as_of', { day: format.day(asOf) })}</span>
      </p>
      {sample.length > 0 && (
        <p className="crm-quiet">
          {heading}: {sample.map(({ name }) => shown(name)).join('、')}
        </p>
      )}
    </div>
  )
}
