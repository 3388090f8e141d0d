import { type ReactElement, useEffect, useId, useState } from 'react'
import { useFormat, useSurroundings } from '../kit/crm-provider.tsx'
import { visible } from '../kit/visible.ts'
import { useMe } from './hooks.ts'

const MINUTE = 60_000

/** Who looks and when, for a screen of customers that has to carry it; nothing where none has to. */
export function useMark(): string | undefined {
  const { watermark } = useSurroundings()
  const format = useFormat()
  const me = useMe()
  const owed = me.status === 'ready' && (watermark || me.data.watermark)
  const [now, setNow] = useState<string>()
  useEffect(() => {
    if (!owed) return undefined
    const tell = () => setNow(new Date().toISOString())
    tell()
    const timer = setInterval(tell, MINUTE)
    return () => clearInterval(timer)
  }, [owed])
  if (!owed || now === undefined) return undefined
  return visible(`${me.data.name} ${me.data.staffId} ${format.instant(now)}`)
}

/**
 * The mark across a screen. Drawn as a picture, since a strict page takes no style from us; nothing
 * is pressed or read through it.
 */
export function Watermark({ mark }: { readonly mark: string }): ReactElement {
  const id = `crm-mark-${useId().replace(/\W/g, '')}`
  // Wide enough for the whole mark: a tile cuts what goes beyond it.
  const width = [...mark].reduce((sum, letter) => sum + (letter > '\u00ff' ? 14 : 8.5), 48)
  return (
    <svg className="crm-watermark" aria-hidden="true" focusable="false">
      <defs>
        <pattern
          id={id}
          width={width}
          height="96"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-22)"
        >
          <text x="8" y="40">
            {mark}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  )
}
