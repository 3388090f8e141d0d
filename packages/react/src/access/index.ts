export { useMe } from './hooks.ts'
export { PersonalFrame } from './personal-frame.tsx'
