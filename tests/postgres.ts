// A database of its own for a test file.
import { inject } from 'vitest'

/**
 * Make an empty PostgreSQL database. Nothing, where PostgreSQL cannot be had and nobody insists;
 * a failure, where `CI` insists.
 */
export async function createPostgresDatabase(): Promise<string | undefined> {
  const response = await fetch(inject('postgres'))
  const answer = await response.text()
  if (response.ok) return answer
  if (response.status === 404 && !process.env.CI) return undefined
  throw new Error(answer || 'PostgreSQL is neither here nor to be had, and CI insists on it')
}
