import type { ReactElement } from 'react'
import { useAway } from '../kit/away.ts'
import { useSurroundings, useWords } from '../kit/crm-provider.tsx'
import { Frame, type FrameProps } from '../kit/frame.tsx'
import { useMark, Watermark } from './watermark.tsx'

/**
 * The element around what a widget shows of customers. It is taken off the page while nobody sits
 * there, and carries who looks and when where a policy asks it; then it cannot be copied either.
 */
export function PersonalFrame({ children, ...frame }: FrameProps): ReactElement {
  const away = useAway()
  const mark = useMark()
  return (
    <Frame {...frame} personal guarded={mark !== undefined}>
      {away ? <Covered /> : children}
      {mark !== undefined && <Watermark mark={mark} />}
    </Frame>
  )
}

function Covered(): ReactElement {
  const say = useWords()
  const { watch } = useSurroundings()
  return (
    <div className="crm-covered">
      <p>{say('state.covered')}</p>
      <button type="button" className="crm-button" onClick={watch.back}>
        {say('action.uncover')}
      </button>
    </div>
  )
}
