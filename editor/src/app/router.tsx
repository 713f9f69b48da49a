import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { CallsWanted } from '../calls/call-filter.tsx'
import { FlowListPage } from '../flows/flow-list-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell.tsx'

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/flows' })
  },
})

const flowsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/flows', component: FlowListPage })

const flowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flows/$flowId',
  validateSearch: ({ open }: Record<string, unknown>): { open?: 'phone' } => (open === 'phone' ? { open } : {}),
  // zod, the canvas and the core come with the first flow that is opened
  component: lazyRouteComponent(() => import('../flow/flow-page.tsx'), 'FlowPage'),
})

const callsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calls',
  validateSearch: ({ q, flow }: Record<string, unknown>): CallsWanted => ({
    // what looks like a number is read as one
    ...(typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}),
    ...(typeof flow === 'string' ? { flow } : {}),
  }),
  component: lazyRouteComponent(() => import('../calls/call-list-page.tsx'), 'CallListPage'),
})

const callbacksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calls/callbacks',
  component: lazyRouteComponent(() => import('../callbacks/callbacks-page.tsx'), 'CallbacksPage'),
})

const messagesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calls/messages',
  component: lazyRouteComponent(() => import('../messages/messages-page.tsx'), 'MessagesPage'),
})

const callRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calls/$runId',
  component: lazyRouteComponent(() => import('../calls/call-page.tsx'), 'CallPage'),
})

const templatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/templates',
  component: lazyRouteComponent(() => import('../templates/template-list-page.tsx'), 'TemplateListPage'),
})

const templateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/templates/$templateId',
  component: lazyRouteComponent(() => import('../templates/template-page.tsx'), 'TemplatePage'),
})

const promptsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/prompts',
  component: lazyRouteComponent(() => import('../prompts/prompt-list-page.tsx'), 'PromptListPage'),
})

const promptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/prompts/$promptId',
  component: lazyRouteComponent(() => import('../prompts/prompt-page.tsx'), 'PromptPage'),
})

const customersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('../customers/customers-page.tsx'), 'CustomersPage'),
})

const customerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../customers/customer-page.tsx'), 'CustomerPage'),
})

const voicemailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/voicemail',
  component: lazyRouteComponent(() => import('../mailbox/mailbox-page.tsx'), 'MailboxPage'),
})

const pluginsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plugins',
  component: lazyRouteComponent(() => import('../plugins/plugins-page.tsx'), 'PluginsPage'),
})

const pluginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plugins/$name',
  component: lazyRouteComponent(() => import('../plugins/plugin-page.tsx'), 'PluginPage'),
})

const surveysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/surveys',
  component: lazyRouteComponent(() => import('../surveys/surveys-page.tsx'), 'SurveysPage'),
})

const paymentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments',
  validateSearch: ({ customer }: Record<string, unknown>): { customer?: string } =>
    // what looks like a number is read as one
    typeof customer === 'string' || typeof customer === 'number' ? { customer: String(customer) } : {},
  component: lazyRouteComponent(() => import('../money/payments-page.tsx'), 'PaymentsPage'),
})

const approvalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments/approvals',
  component: lazyRouteComponent(() => import('../money/approvals-page.tsx'), 'ApprovalsPage'),
})

const subscriptionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments/subscriptions',
  component: lazyRouteComponent(() => import('../money/subscriptions-page.tsx'), 'SubscriptionsPage'),
})

const approvalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments/approvals/$approvalId',
  component: lazyRouteComponent(() => import('../money/approval-page.tsx'), 'ApprovalPage'),
})

const paymentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/payments/$paymentId',
  component: lazyRouteComponent(() => import('../money/payment-page.tsx'), 'PaymentPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'line' } })
  },
})

const settingsSectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    flowsRoute,
    flowRoute,
    callsRoute,
    callbacksRoute,
    messagesRoute,
    callRoute,
    templatesRoute,
    templateRoute,
    promptsRoute,
    promptRoute,
    customersRoute,
    customerRoute,
    voicemailRoute,
    pluginsRoute,
    pluginRoute,
    surveysRoute,
    paymentsRoute,
    subscriptionsRoute,
    approvalsRoute,
    approvalRoute,
    paymentRoute,
    settingsRoute,
    settingsSectionRoute,
  ]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
