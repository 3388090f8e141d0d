// An app whose own code fetches; the whole bank answers from inside the page.
import { openTestBank, TEST_BANK_URL } from '@crm/testing/browser'
import { handlersOf } from '@crm/testing/msw'
import { setupWorker } from 'msw/browser'

const bank = await openTestBank()
await setupWorker(...handlersOf(bank)).start({ quiet: true })

const response = await fetch(`${TEST_BANK_URL}/customers/search`, {
  method: 'POST',
  headers: { authorization: 'Bearer test-stf_chen', 'content-type': 'application/json' },
  body: JSON.stringify({ text: 'lgf' }),
})
document.getElementById('root')!.textContent = JSON.stringify(await response.json())
