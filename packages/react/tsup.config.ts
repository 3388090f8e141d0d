import { cpSync } from 'node:fs'
import { defineConfig } from 'tsup'
import { packageOptions } from '../../tsup.shared.ts'

export default defineConfig(
  packageOptions({
    platform: 'browser',
    // Every widget runs in the browser; a server component may render them, never be one of them.
    banner: { js: "'use client';" },
    onSuccess: async () => {
      for (const sheet of ['styles.css', 'widgets.css', 'styles'])
        cpSync(`src/${sheet}`, `dist/${sheet}`, { recursive: true })
    },
  }),
)
