import type { PluginCategory } from '../plugin-manifest/manifest.ts'
import type { CategoryInterface } from './category-interface.ts'
import { crm } from './crm.ts'
import { http } from './http.ts'
import { identity } from './identity.ts'
import { payments } from './payments.ts'
import { refunds } from './refunds.ts'
import { surveys } from './surveys.ts'

/** One line a category. A category that is not here is a label on the plugin, and no flow can ask for it. */
const INTERFACES: readonly CategoryInterface[] = [crm, payments, refunds, surveys, identity, http]

/** What plugins of a category have in common; undefined where nothing is agreed on. */
export const interfaceOf = (category: PluginCategory): CategoryInterface | undefined =>
  INTERFACES.find((one) => one.category === category)

export const categoryInterfaces = (): readonly CategoryInterface[] => INTERFACES
