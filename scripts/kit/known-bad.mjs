// Versions that must not come in: weaknesses that were published, and releases that were taken over.
import { floors as served } from '../../packages/server/src/kit/configuration/floors.ts'

/** Below these a weakness is known. What the server runs on is listed with the server, which looks itself. */
export const floors = [
  ...served,
  { name: 'esbuild', floor: '0.25.0', advisory: 'GHSA-67mh-4wv8-f99w' },
  { name: 'happy-dom', floor: '20.0.0', advisory: 'CVE-2025-61927' },
]

/** Releases with foreign code in them: September 2025 (GHSA-2v46-p5h4-248w and its like), and axios of 2026. */
export const takenOver =
  `ansi-regex@6.2.1 ansi-styles@6.2.2 axios@0.30.4 axios@1.14.1 backslash@0.2.1
  chalk-template@1.1.1 chalk@5.6.1 color-convert@3.1.1 color-name@2.0.1 color-string@2.1.1 color@5.0.1
  debug@4.4.2 error-ex@1.3.3 has-ansi@6.0.1 is-arrayish@0.3.3 simple-swizzle@0.2.3 slice-ansi@7.1.1
  strip-ansi@7.1.1 supports-color@10.2.1 supports-hyperlinks@4.1.1 wrap-ansi@9.0.1`.split(/\s+/)
