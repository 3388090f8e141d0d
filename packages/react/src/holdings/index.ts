export { MovementRow } from './movement-row.tsx'
