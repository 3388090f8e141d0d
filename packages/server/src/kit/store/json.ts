import type { ColumnType } from 'kysely'

/**
 * A jsonb column: read as a value, written as JSON text. Plain objects would find their way alone,
 * but a bare list is taken for a PostgreSQL array, so every column says it the same way.
 */
export type Json<T> = ColumnType<T, string, string>
