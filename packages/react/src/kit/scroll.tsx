import type { ReactElement, ReactNode } from 'react'

/** What may be wider than the screen. */
export interface ScrollProps {
  /** What it is called: an element's id, or words. */
  readonly labelledBy?: string
  readonly label?: string
  readonly children: ReactNode
}

/** Scrolls sideways where there is no room, by keyboard too. */
export const Scroll = ({ labelledBy, label, children }: ScrollProps): ReactElement => (
  <section
    className="crm-sideways"
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    tabIndex={0}
    aria-labelledby={labelledBy}
    aria-label={label}
  >
    {children}
  </section>
)
