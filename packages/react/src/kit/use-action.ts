import type { Crm } from '@crm/client'
import type { CrmError } from '@crm/core'
import { useMutation } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useSurroundings } from './crm-provider.tsx'
import { asCrmError } from './use-query.ts'

/** Something a person does; its outcome comes back, and a failure stays until the next try. */
export interface Action<Args extends readonly unknown[], Result> {
  /** Do it. Gives nothing when it failed: `error` says why. */
  readonly run: (...args: Args) => Promise<Result | undefined>
  readonly pending: boolean
  readonly error: CrmError | undefined
  readonly reset: () => void
}

/** Do something in the bank. What it changed is read again by itself. */
export function useAction<Args extends readonly unknown[], Result>(
  deed: (crm: Crm, ...args: Args) => Promise<Result>,
): Action<Args, Result> {
  const { crm, queries } = useSurroundings()
  const { mutateAsync, isPending, error, reset } = useMutation<Result, unknown, Args>(
    // An outcome may be a value in full: nothing of it is kept once nobody looks.
    { mutationFn: (args) => deed(crm, ...args), gcTime: 0 },
    queries,
  )
  const run = useCallback(
    (...args: Args) =>
      mutateAsync(args).then(
        (result) => result,
        // Kept by the mutation, and shown from there.
        (_kept: unknown) => undefined,
      ),
    [mutateAsync],
  )
  return { run, pending: isPending, error: error === null ? undefined : asCrmError(error), reset }
}
