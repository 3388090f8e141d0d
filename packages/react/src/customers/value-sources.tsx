import type { CustomerId, CustomerProvenance, CustomerView, Masked } from '@crm/core'
import type { ReactElement } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Waiting } from '../kit/frame.tsx'
import { Scroll } from '../kit/scroll.tsx'
import { Value } from '../kit/value.tsx'
import { useProvenance } from './golden-hooks.ts'

/** Whose values. */
export interface ValueSourcesProps {
  readonly customerId: CustomerId
}

/** Where each value of a customer comes from, since when, why it is believed, and who says otherwise. */
export function ValueSources({ customerId }: ValueSourcesProps): ReactElement {
  const provenance = useProvenance(customerId)
  const say = useWords()
  return (
    <PersonalFrame
      name="crm-value-sources"
      label={say('sources.title')}
      busy={provenance.status === 'loading'}
    >
      <h3>{say('sources.title')}</h3>
      {provenance.status === 'loading' && <Waiting />}
      {provenance.status === 'failed' && (
        <Failure error={provenance.error} onRetry={provenance.refresh} />
      )}
      {provenance.status === 'ready' && <Table provenance={provenance.data} />}
    </PersonalFrame>
  )
}

type Field = CustomerProvenance['fields'][number]

function Table({ provenance }: { readonly provenance: CustomerProvenance }): ReactElement {
  const say = useWords()
  const { customer, fields } = provenance
  return (
    <Scroll label={say('sources.title')}>
      <table className="crm-table">
        <thead>
          <tr>
            <th scope="col">{say('sources.field')}</th>
            <th scope="col">{say('sources.value')}</th>
            <th scope="col">{say('sources.source')}</th>
            <th scope="col">{say('sources.why')}</th>
            <th scope="col">{say('sources.others')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((one) => (
            <tr key={one.field}>
              <th scope="row">{say(`golden.field.${one.field}`)}</th>
              <td>
                <Told of={customer[one.field]} />
              </td>
              <td>
                {provenance.sources[one.from]?.source}
                {one.on !== undefined && <span className="crm-quiet"> {one.on}</span>}
                {one.confirmed && <span className="crm-tag">{say('editor.confirmed')}</span>}
              </td>
              <td>{say.code(one.reason.code, one.reason.facts)}</td>
              <td>
                <Others provenance={provenance} of={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** What the other sources say, where they say anything else; a mask that hides the difference hides it here. */
function Others(props: {
  readonly provenance: CustomerProvenance
  readonly of: Field
}): ReactElement | null {
  const { customer, sources } = props.provenance
  const { field, from } = props.of
  const shown = JSON.stringify(customer[field])
  const others = sources.filter(
    (source, at) =>
      at !== from && source[field] !== undefined && JSON.stringify(source[field]) !== shown,
  )
  if (others.length === 0) return null
  return (
    <ul className="crm-plain">
      {others.map((source) => (
        <li key={`${source.source} ${source.receivedAt}`}>
          {source.source}: <Told of={source[field]} />
        </li>
      ))}
    </ul>
  )
}

function Told({ of: value }: { readonly of: CustomerView[keyof CustomerView] }): ReactElement {
  const say = useWords()
  const print = (one: string) => {
    const code = `golden.value.${one}`
    const word = say.code(code)
    return word === code ? one : word
  }
  return <Value of={value as string | Masked | undefined} print={print} />
}
