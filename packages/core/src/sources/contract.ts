import * as z from 'zod/mini'
import { type Contract, page, pageQuery } from '../kit/index.ts'
import { Delivery, DeliveryId, RejectionView } from './delivery.ts'

export const sourceContract = {
  listDeliveries: {
    method: 'GET',
    path: '/sources/deliveries',
    needs: 'source:read',
    query: z.strictObject({ ...pageQuery, source: z.optional(z.string().check(z.maxLength(60))) }),
    returns: page(Delivery),
    errors: ['page.cursor_invalid'],
  },
  listRejections: {
    method: 'GET',
    path: '/sources/deliveries/:id/rejections',
    needs: 'source:read',
    params: z.strictObject({ id: DeliveryId }),
    query: z.strictObject(pageQuery),
    returns: page(RejectionView),
    errors: ['delivery.not_found', 'page.cursor_invalid'],
    discloses: true,
  },
} as const satisfies Contract
