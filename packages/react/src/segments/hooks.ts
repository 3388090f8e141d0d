import type { Criteria, SegmentPreview } from '@crm/core'
import { type Query, useQuery } from '../kit/use-query.ts'

/** How many customers criteria find, in the caller's sight. */
export const useSegmentPreview = (criteria: Criteria): Query<SegmentPreview> =>
  useQuery(['segments', 'preview', JSON.stringify(criteria)], (crm, signal) =>
    crm.segments.preview({ criteria }, { signal }),
  )
