import { MantineProvider, MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { router } from './router.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // what the server refused will be refused again; when it is away it is asked again and again, slower each time
      retry: (_count, error) => ApiError.from(error).away,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 10_000),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** What was done, said in passing; its cross says what it does, too. */
function Toasts() {
  const { t } = useTranslation()
  const components = { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } } }
  return (
    <MantineThemeProvider theme={{ components }} inherit>
      <Notifications position="bottom-center" limit={3} autoClose={6000} />
    </MantineThemeProvider>
  )
}
