import * as z from 'zod/mini'

/** A value that the caller may know exists, but not see: what is left of it after masking. */
export const Masked = z.strictObject({ masked: z.string().check(z.maxLength(64)) })
export interface Masked extends z.infer<typeof Masked> {}

/** True for a value that came masked. */
export const isMasked = (value: unknown): value is Masked =>
  typeof value === 'object' && value !== null && 'masked' in value

/** The ways a value can be masked; the table is in `access/mask.ts`. */
export type MaskName =
  | 'name'
  | 'idNumber'
  | 'phone'
  | 'account'
  | 'address'
  | 'amount'
  | 'day'
  | 'text'

/**
 * How sensitive a field is, after JR/T 0171-2020: `key` is structure (ids, versions) and always shown,
 * C1 is internal, C2 identifies a person or tells of their money and is masked by default. C3
 * (passwords, CVN, PIN) has no place in this product. `secret` is what may not even be known to be there:
 * only a policy that names the field shows it, no `*` does, and it is never masked, since a mask tells.
 */
export type FieldRule =
  | { readonly level: 'key' }
  | { readonly level: 'C1'; readonly mask: MaskName }
  | { readonly level: 'C2'; readonly mask: MaskName }
  | { readonly level: 'secret'; readonly mask: 'text' }

/** Structure, always shown. */
export const key = { level: 'key' } as const
/** Internal; shown to those who may see the record. */
export const c1 = { level: 'C1', mask: 'text' } as const
/** Sensitive; shown only by grant, else masked this way. */
export const c2 = <const M extends MaskName>(mask: M) => ({ level: 'C2', mask }) as const

/** Not even known to be there, but to those whom a policy names it for. */
export const secret = { level: 'secret', mask: 'text' } as const

/** Every field of a model with its class: none may be left out. */
export type Classes<T> = { readonly [K in keyof T]-?: FieldRule }

/** A model as a caller sees it: keys stay, any other field may be masked or missing. */
export type View<T, C extends Classes<T>> = {
  readonly [K in keyof T as C[K]['level'] extends 'key' ? K : never]: T[K]
} & {
  readonly [K in keyof T as C[K]['level'] extends 'key' ? never : K]?:
    | Exclude<T[K], undefined>
    | Masked
    | undefined
}

/** What the kit knows of a view: whose fields they are, and how sensitive. */
export interface ViewMeta {
  /** The resource that policies name: `customer`, `account`, … */
  readonly resource: string
  readonly classes: Readonly<Record<string, FieldRule>>
}

const metas = new WeakMap<object, ViewMeta>()

const named = new Map<string, ViewMeta>()

/** The view of a resource that policies name, if there is one. */
export const viewNamed = (resource: string): ViewMeta | undefined => named.get(resource)

/** The view behind a schema, if it is one. */
export const viewMeta = (schema: object): ViewMeta | undefined => metas.get(schema)

/**
 * The shape in which a model leaves the server. Its fields are shown, masked or left out by the
 * caller's field plan, in one place, by reading this.
 */
export function view<T extends object, const C extends Classes<T>>(
  resource: string,
  model: z.ZodMiniObject<z.core.$ZodShape> & z.ZodMiniType<T>,
  classes: C,
): z.ZodMiniType<View<T, C>> {
  const made = aspect<T, C>(resource, model, classes)
  named.set(resource, metas.get(made)!)
  return made
}

/**
 * Another shape of a resource that has its view: what one source says of a customer. Policies speak of
 * it in the resource's name, and its fields are masked as there; a class for a field that it lacks is no
 * matter.
 */
export function aspect<T extends object, const C extends Classes<T>>(
  resource: string,
  model: z.ZodMiniObject<z.core.$ZodShape> & z.ZodMiniType<T>,
  classes: C,
): z.ZodMiniType<View<T, C>> {
  const shape: Record<string, z.core.$ZodType> = {}
  for (const [field, schema] of Object.entries(model.shape)) {
    const rule = (classes as Record<string, FieldRule>)[field]
    shape[field] = rule?.level === 'key' ? schema : z.optional(z.union([schema, Masked]))
  }
  const made = z.strictObject(shape)
  const meta = { resource, classes: classes as Readonly<Record<string, FieldRule>> }
  metas.set(made, meta)
  return made as unknown as z.ZodMiniType<View<T, C>>
}
