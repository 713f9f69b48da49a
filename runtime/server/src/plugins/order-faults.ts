import { faultsOf, faultText, type Manifest } from '@patchbay/core'
import { BUNDLE_MAX, type Grants, grantFaults, SECRET_MIN_CHARACTERS } from '@patchbay/sandbox'

const SECRET_MAX = 8_192

interface Order {
  bundle: string
  grants: Grants
  settings: Readonly<Record<string, unknown>>
  secrets: Readonly<Record<string, string>>
}

/** What is wrong with an order beside its manifest, in words. */
export const orderFaults = (manifest: Manifest, { bundle, grants, settings, secrets }: Order): string[] => [
  ...(bundle.length > BUNDLE_MAX ? [`bundle: has more than ${BUNDLE_MAX} characters`] : []),
  ...grantFaults(manifest, grants).map((fault) => `grants: ${fault}`),
  ...settingFaults(manifest, settings).map(({ path, message }) => `${path}: ${message}`),
  ...secretFaults(manifest, secrets),
]

/** What a plugin's settings form finds wrong. */
export const settingFaults = (
  { settings: form }: Manifest,
  settings: Readonly<Record<string, unknown>>,
): { path: string; message: string }[] =>
  form === undefined
    ? Object.keys(settings).map((name) => ({ path: `settings.${name}`, message: 'is not known here' }))
    : faultsOf(form, settings).map((fault) => ({ path: `settings.${fault.path}`, message: faultText(fault) }))

export const secretFaults = ({ secrets: known }: Manifest, secrets: Readonly<Record<string, string>>): string[] =>
  Object.entries(secrets).flatMap(([key, value]) => {
    if (!known.some((one) => one.key === key && one.made !== true))
      return [`secrets.${key}: the plugin has no such secret that could be set`]
    if (value.length < SECRET_MIN_CHARACTERS) return [`secrets.${key}: needs ${SECRET_MIN_CHARACTERS} characters at least`]
    return value.length > SECRET_MAX ? [`secrets.${key}: is too long`] : []
  })
