import { isMasked, type Masked } from '@crm/core'
import type { ReactElement } from 'react'
import { useWords } from './crm-provider.tsx'
import { visible } from './visible.ts'

/** What a value is shown by. */
export interface ValueProps<T> {
  readonly of: T | Masked | undefined
  readonly print?: (value: T) => string
}

/** A value, or what its mask leaves of it, marked as such; a dash where nothing is known. */
export function Value<T>({ of: value, print = String }: ValueProps<T>): ReactElement {
  const say = useWords()
  if (value === undefined) return <span aria-hidden="true">—</span>
  if (!isMasked(value)) return <span>{visible(print(value as T))}</span>
  return (
    <span className="crm-masked">
      {visible(value.masked)}
      <span className="crm-unseen"> {say('state.masked')}</span>
    </span>
  )
}
