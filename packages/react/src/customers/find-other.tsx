import type { CustomerView } from '@crm/core'
import type { ReactElement } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { shown } from '../kit/format.ts'
import { CustomerSearch } from './customer-search.tsx'

/** Who the other is: a customer that was found, until they are put aside. */
export interface FindOtherProps {
  readonly chosen: CustomerView | undefined
  readonly onChoose: (customer: CustomerView | undefined) => void
}

/** Find the other party of something among the customers. */
export function FindOther({ chosen, onChoose }: FindOtherProps): ReactElement {
  const say = useWords()
  if (!chosen) return <CustomerSearch onOpen={onChoose} />
  return (
    <p>
      {say('relations.chosen', { name: shown(chosen.name) })}{' '}
      <button type="button" className="crm-link" onClick={() => onChoose(undefined)}>
        {say('relations.cancel')}
      </button>
    </p>
  )
}
