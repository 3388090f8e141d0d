import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['@crm/source', 'module', 'browser', 'development|production'] },
  // The widgets' browser floor; a polyfill would be an inline script that a strict CSP refuses.
  build: {
    target: ['chrome109', 'firefox115', 'safari16.4'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
})
