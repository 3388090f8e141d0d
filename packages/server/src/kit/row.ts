/** A row without its empty columns: in the domain what is unknown is absent, never null. */
export function withoutNulls<Row extends object>(
  row: Row,
): { [K in keyof Row]?: Exclude<Row[K], null> } {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof Row]?: Exclude<Row[K], null> }
}
