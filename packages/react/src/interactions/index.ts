export { InteractionLog } from './interaction-log.tsx'
