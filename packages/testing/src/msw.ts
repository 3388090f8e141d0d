import { type HttpHandler, http } from 'msw'
import { TEST_BANK_URL } from './bank.ts'

/**
 * A test bank behind MSW, for apps whose own code does the fetching: one line in Node
 * (`setupServer(...handlersOf(bank))`) and in the browser (`setupWorker(...handlersOf(bank))`).
 */
export const handlersOf = (
  bank: { readonly fetch: (request: Request) => Promise<Response> },
  baseUrl: string = TEST_BANK_URL,
): HttpHandler[] => [http.all(`${baseUrl}/*`, ({ request }) => bank.fetch(request))]
