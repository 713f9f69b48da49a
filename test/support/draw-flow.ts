import { type ConfigSchema, configSchemaOf, type FlowDefinition, type FlowNode, nodeTypeOf, type Variable } from '@patchbay/core'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

type Path = readonly (string | number)[]

/**
 * Draws a flow in the open, empty editor as a person does: each card from the palette, named and filled in by its form, then
 * led on from each of its ways out. The flow is to name its cards uniquely and to speak English.
 */
export async function drawFlow(page: Page, flow: FlowDefinition): Promise<void> {
  await page.getByRole('button', { name: 'Show details' }).click()
  for (const variable of flow.variables) await declare(page, variable)
  for (const node of flow.nodes) {
    await page
      .getByRole('complementary', { name: 'Cards to add' })
      .getByRole('button', { name: kindOf(node), exact: true })
      .click()
    await field(page, 'card:name').fill(node.name)
    await fillFields(page, configSchemaOf(definitionOf(node).config), [], node.config)
  }
  await page.getByRole('button', { name: 'Show everything' }).click()
  for (const node of flow.nodes) await leadOn(page, node, flow)
}

const definitionOf = ({ type }: FlowNode) => {
  const found = nodeTypeOf(type)
  if (found === undefined) throw new Error(`There is no card of type ${type}`)
  return found
}
const kindOf = (node: FlowNode): string => definitionOf(node).editor.title

const inspector = (page: Page) => page.locator('.panel')
const field = (page: Page, path: string) => inspector(page).locator(`[data-field="${path}"]`).first()

async function declare(page: Page, { name, type, sensitive }: Variable): Promise<void> {
  await page.getByRole('button', { name: 'Add a variable' }).click()
  const row = page.locator('section.list-item').last()
  if (type !== 'text') {
    await row.getByRole('combobox').click()
    await page.getByRole('option', { name: type === 'number' ? 'Number' : 'Yes or no', exact: true }).click()
  }
  if (sensitive) await row.getByRole('checkbox').check()
  await row.getByRole('textbox', { name: 'Name' }).fill(name)
  await row.getByRole('textbox', { name: 'Name' }).press('Enter')
}

async function fillFields(page: Page, schema: ConfigSchema, path: Path, value: unknown): Promise<void> {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const wanted = (value as Record<string, unknown> | undefined)?.[name]
    if (property.const !== undefined || property.ui === 'hidden') continue
    if (wanted !== undefined) await fill(page, property, [...path, name], wanted)
    else if (property.default === undefined) await leaveOut(page, [...path, name].join('.'))
  }
}

/** What a new card brings and this one does not have. */
async function leaveOut(page: Page, at: string): Promise<void> {
  const filled = page.locator(`[data-field="${at}"], [data-field^="${at}."]`)
  const remove = page.locator('.optional').filter({ has: filled }).last().locator(':scope > .optional-remove')
  if ((await remove.count()) > 0 && (await remove.isVisible())) await remove.click()
}

/** The control of a field, unfolded where it is not seen yet. */
async function reach(page: Page, at: string): Promise<Locator> {
  await unfold(page, `[data-field="${at}"]`)
  return field(page, at)
}

/** A form grows while it is filled in: what is looked for is waited for, and folds are opened meanwhile. */
async function unfold(page: Page, selector: string): Promise<void> {
  const sought = inspector(page).locator(selector).first()
  const folds = inspector(page).locator('.fold[aria-expanded="false"]', { hasText: 'More' })
  await expect
    .poll(
      async () => {
        if (await sought.isVisible()) return true
        if ((await folds.count()) > 0) await folds.first().click()
        return false
      },
      { message: `${selector} is not in the form`, timeout: 10_000 },
    )
    .toBe(true)
}

async function fill(page: Page, schema: ConfigSchema, path: Path, value: unknown): Promise<void> {
  const at = path.join('.')
  const texts = schema.ui === 'prompt' || schema.ui === 'messageText' ? Object.entries(textsOf(value)) : []
  // a field that may be left out begins as a button of its own name
  await unfold(page, `[data-field="${at}"], [data-field^="${at}."]`)
  const offered = inspector(page).locator(`button[data-field="${at}"]`)
  if (await offered.isVisible()) await offered.click()
  if (texts.length > 0) {
    const [[language, text] = ['en', '']] = texts
    return (await reach(page, schema.ui === 'prompt' ? `${at}.text.${language}` : `${at}.${language}`)).fill(text)
  }
  switch (schema.ui) {
    case 'keys':
      return pressKeys(await reach(page, at), value as string[])
    case 'conditions':
      return fillConditions(page, at, value as Record<string, string>[])
    case 'phrases':
      for (const [language, phrases] of Object.entries(value as Record<string, string[]>)) {
        for (const phrase of phrases) await typeTag(await reach(page, `${at}.${language}`), phrase)
      }
      return
    case 'variable':
    case 'secretVariable':
    case 'readable':
    case 'binding':
      return choose(page, await reach(page, at), String(value))
    case 'language':
      return choose(page, await reach(page, at), value === 'en' ? 'English' : String(value))
  }
  const tagged = schema.oneOf ?? schema.anyOf
  if (tagged !== undefined) return fillUnion(page, tagged, path, value as Record<string, unknown>)
  if (schema.enum !== undefined) return chooseWord(page, await reach(page, at), schema, String(value))
  if (schema.type === 'array' && schema.items?.type === 'string') {
    for (const text of value as string[]) await typeTag(await reach(page, at), text)
    return
  }
  if (schema.type === 'array') return fillList(page, schema, path, value as unknown[])
  if (schema.type === 'object') return fillFields(page, schema, path, value)
  const control = await reach(page, at)
  if (schema.type === 'boolean') return control.setChecked(value === true)
  await control.fill(schema.ui === 'phoneNumber' ? `+${value}` : String(value))
}

const textsOf = (value: unknown): Record<string, string> =>
  (value as { text?: Record<string, string> }).text ?? (value as Record<string, string>)

async function fillUnion(page: Page, options: readonly ConfigSchema[], path: Path, value: Record<string, unknown>) {
  for (const option of options) {
    const tag = Object.entries(option.properties ?? {}).find(
      ([name, { const: fixed }]) => fixed !== undefined && value[name] === fixed,
    )
    if (tag === undefined) continue
    await choose(page, await reach(page, [...path, tag[0]].join('.')), option.title ?? String(tag[1].const))
    return fillFields(page, option, path, value)
  }
  throw new Error(`No way to fill in ${path.join('.')}`)
}

async function fillList(page: Page, schema: ConfigSchema, path: Path, items: readonly unknown[]): Promise<void> {
  const list = await reach(page, path.join('.'))
  const rows = list.locator(':scope > section.list-item')
  while ((await rows.count()) > items.length)
    await rows
      .last()
      .getByRole('button', { name: /^Remove \d/ })
      .last()
      .click()
  for (const [index, item] of items.entries()) {
    if ((await rows.count()) <= index) await list.locator(':scope > button').last().click()
    if (schema.items === undefined) continue
    const tagged = schema.items.oneOf ?? schema.items.anyOf
    if (tagged === undefined) await fillFields(page, schema.items, [...path, index], item)
    else await fillUnion(page, tagged, [...path, index], item as Record<string, unknown>)
  }
}

async function fillConditions(page: Page, at: string, rules: readonly Record<string, string>[]): Promise<void> {
  const list = await reach(page, at)
  for (const [index, { variable, operator, value }] of rules.entries()) {
    if ((await list.locator(':scope > .rule').count()) <= index) await list.locator(':scope > button').last().click()
    await choose(page, await reach(page, `${at}.${index}.variable`), variable ?? '')
    await choose(page, await reach(page, `${at}.${index}.operator`), OPERATORS[operator ?? ''] ?? operator ?? '')
    if (value !== undefined) await (await reach(page, `${at}.${index}.value`)).fill(value)
  }
}

const OPERATORS: Readonly<Record<string, string>> = { startsWith: 'begins with', equals: 'is' }

async function pressKeys(pad: Locator, keys: readonly string[]): Promise<void> {
  for (const key of await pad.getByRole('button').all()) {
    const wanted = keys.includes((await key.textContent()) ?? '')
    if ((await key.getAttribute('aria-pressed')) !== String(wanted)) await key.click()
  }
}

async function typeTag(control: Locator, text: string): Promise<void> {
  await control.fill(text)
  await control.press('Enter')
}

/** One of the choices of a closed list, by what it is called; where the list can be searched, it is. */
async function choose(page: Page, control: Locator, name: string): Promise<void> {
  await control.click()
  if (await control.isEditable()) await control.fill(name)
  await page
    .getByRole('option', { name: new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'i') })
    .filter({ visible: true })
    .click()
  // the list of one field is gone before that of the next is opened
  await expect.poll(() => page.getByRole('listbox').filter({ visible: true }).count()).toBe(0)
}

/** Few words stand beside each other as radio buttons, many in a list. */
async function chooseWord(page: Page, control: Locator, schema: ConfigSchema, word: string): Promise<void> {
  const name = schema.enumTitles?.[word] ?? word
  if (await control.evaluate((element) => element.tagName === 'INPUT')) return choose(page, control, name)
  await control.getByText(name, { exact: true }).click()
}

/** Leads each way out of a card to where it goes. The ways out stand in the form in the order in which the card has them. */
async function leadOn(page: Page, node: FlowNode, flow: FlowDefinition): Promise<void> {
  const edges = flow.edges.filter(({ source }) => source === node.id)
  if (edges.length === 0) return
  await page.getByRole('group', { name: new RegExp(`: ${node.name},`) }).click()
  await expect.poll(() => field(page, 'card:name').inputValue()).toBe(node.name)
  const type = definitionOf(node)
  const names = type.outlets(type.config.parse(node.config) as never).map(({ name }) => name as string)
  for (const { outlet, target } of edges) {
    const name = flow.nodes.find(({ id }) => id === target)?.name ?? ''
    const control = inspector(page).locator('.outlet').nth(names.indexOf(outlet)).getByRole('combobox')
    if ((await control.inputValue()) !== name) await choose(page, control, name)
  }
}
