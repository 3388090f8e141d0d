import type { AccessExplanation, CustomerId, LocalDate, StaffId, StaffLine } from '@crm/core'
import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Frame, Nothing, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { useAccessExplanation, useStaff } from './hooks.ts'

interface Question {
  readonly staffId: StaffId
  readonly customerId: CustomerId
  readonly asOf?: LocalDate
}

/** Why somebody sees a customer, or does not: the rule that decides, on any day. For administrators. */
export function AccessExplainer(): ReactElement {
  const staff = useStaff()
  const say = useWords()
  const [question, setQuestion] = useState<Question>()
  return (
    <Frame
      name="crm-access-explainer"
      label={say('explain.title')}
      busy={staff.status === 'loading'}
    >
      <h3>{say('explain.title')}</h3>
      {staff.status === 'loading' && <Waiting />}
      {staff.status === 'failed' && <Failure error={staff.error} onRetry={staff.refresh} />}
      {staff.status === 'ready' && <Ask staff={staff.data.items} onAsk={setQuestion} />}
      {question && <Answer question={question} />}
    </Frame>
  )
}

interface AskProps {
  readonly staff: readonly StaffLine[]
  readonly onAsk: (question: Question) => void
}

function Ask({ staff, onAsk }: AskProps): ReactElement {
  const say = useWords()
  const [who, whom, when] = [useId(), useId(), useId()]
  function ask(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const asOf = String(form.get('asOf') ?? '')
    onAsk({
      staffId: String(form.get('staffId')) as StaffId,
      customerId: String(form.get('customerId')).trim() as CustomerId,
      ...(asOf !== '' && { asOf: asOf as LocalDate }),
    })
  }
  return (
    <form className="crm-fields" onSubmit={ask}>
      <label htmlFor={who}>{say('explain.who')}</label>
      <select id={who} className="crm-input" name="staffId">
        {staff.map(({ id, name, branchName, roles }) => (
          <option key={id} value={id}>
            {visible(`${name} · ${branchName}`)} ·{' '}
            {roles.map((role) => say.code(`role.${role}`)).join(', ')}
          </option>
        ))}
      </select>
      <label htmlFor={whom}>{say('explain.whom')}</label>
      <input
        id={whom}
        className="crm-input"
        name="customerId"
        required
        pattern="\s*cus_[a-z0-9]{1,40}\s*"
        placeholder="cus_…"
        title={say('explain.whom_form')}
        autoComplete="off"
        spellCheck={false}
      />
      <label htmlFor={when}>{say('explain.when')}</label>
      <input id={when} className="crm-input" name="asOf" type="date" />
      <button type="submit" className="crm-button crm-primary">
        {say('explain.ask')}
      </button>
    </form>
  )
}

function Answer({ question }: { readonly question: Question }): ReactElement {
  const say = useWords()
  const told = useAccessExplanation(question)
  if (told.status === 'loading') return <Waiting />
  if (told.status === 'failed') return <Failure error={told.error} />
  return <Told explanation={told.data} sees={say(told.data.sees ? 'explain.sees' : 'explain.no')} />
}

interface ToldProps {
  readonly explanation: AccessExplanation
  readonly sees: string
}

function Told({ explanation, sees }: ToldProps): ReactElement {
  const say = useWords()
  const { reason, trace, fields, roles, asOf, policyVersion } = explanation
  const by = (treatment: string) =>
    Object.entries(fields)
      .filter(([, given]) => given === treatment)
      .map(([field]) => visible(field))
      .join(', ')
  return (
    <div className="crm-told" role="status">
      <p>
        <strong className={explanation.sees ? 'crm-tag' : 'crm-tag crm-alarm'}>{sees}</strong>{' '}
        {say.code(reason.code, reason.facts)}
      </p>
      <p className="crm-quiet">
        {asOf} · {roles.map((role) => say.code(`role.${role}`)).join(', ')} ·{' '}
        {policyVersion === 0
          ? say('explain.shipped')
          : say('explain.version', { version: policyVersion })}
      </p>
      {trace.length === 0 && <Nothing>{say('explain.no_policies')}</Nothing>}
      <ul className="crm-plain">
        {trace.map(({ policyId, effect, matches, unmet }) => (
          <li key={policyId}>
            <code>{visible(policyId)}</code>{' '}
            {say(effect === 'allow' ? 'explain.allow' : 'explain.deny')}:{' '}
            {matches ? say('explain.fits') : say('explain.unmet', { columns: unmet.join(', ') })}
          </li>
        ))}
      </ul>
      {explanation.sees && (
        <dl className="crm-told">
          {(['show', 'mask', 'hide'] as const).map((treatment) => (
            <div key={treatment}>
              <dt>{say(`explain.${treatment}`)}</dt>
              <dd>{by(treatment) || '—'}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
