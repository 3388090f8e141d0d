import type { Staff } from '@crm/core'
import { openTestBank, type TestBank } from '@crm/testing'
import { cleanup, type RenderResult, render } from '@testing-library/react'
import { type ReactElement, StrictMode } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { CrmProvider } from '../src/index.ts'
import type { Locale } from '../src/kit/say.ts'

/** A bank for a test file, and a way to put widgets before somebody of its staff. */
export interface InBank {
  readonly bank: () => TestBank
  readonly show: (widget: ReactElement, as?: Staff, locale?: Locale) => RenderResult
}

/** The real server behind every widget; mounted twice, as strict mode does. */
export function inBank(): InBank {
  let bank: TestBank
  beforeAll(async () => {
    bank = await openTestBank()
  })
  afterEach(cleanup)
  afterAll(() => bank.close())
  return {
    bank: () => bank,
    show: (widget, as, locale = 'zh-CN') =>
      render(
        <StrictMode>
          <CrmProvider crm={as ? bank.as(as) : bank.crm} locale={locale}>
            {widget}
          </CrmProvider>
        </StrictMode>,
      ),
  }
}
