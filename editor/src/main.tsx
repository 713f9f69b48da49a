import './app/no-code-generation.ts'
import './app/fonts.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { startI18n } from './i18n/i18n.ts'

await startI18n()

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place for the editor')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
