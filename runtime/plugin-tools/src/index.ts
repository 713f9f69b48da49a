export { bundlePlugin } from './bundle-plugin.ts'
