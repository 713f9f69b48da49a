import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
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
  // zod, the canvas and the core come with the first flow that is opened
  component: lazyRouteComponent(() => import('../flow/flow-page.tsx'), 'FlowPage'),
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, flowsRoute, flowRoute]),
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
