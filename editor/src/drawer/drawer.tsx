import './drawer.css'
import { ActionIcon, Tabs } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DrawerTab } from '../flow/flow-editor.ts'
import { useEditor, useEditorState } from '../flow/use-editor.ts'
import { PhonePanel } from '../phone/phone-panel.tsx'
import { TracePanel } from '../phone/trace-panel.tsx'
import { ProblemsPanel } from '../problems/problems-panel.tsx'
import { useDrawerHeight } from './use-drawer-height.ts'

const TABS: readonly DrawerTab[] = ['problems', 'phone', 'trace']

/** Below the canvas: problems, phone and trace. It opens where it is needed and remembers its height. */
export function Drawer() {
  const { t } = useTranslation()
  const editor = useEditor()
  const tab = useEditorState((state) => state.drawer)
  const problems = useEditorState(({ issues }) => issues.length)
  const { height, separator } = useDrawerHeight()
  const opened = tab !== null

  return (
    <section className="drawer" data-opened={opened} aria-label={t('drawer.title')} style={opened ? { height } : undefined}>
      {opened && <hr className="drawer-separator" aria-label={t('drawer.resize')} {...separator} />}
      <Tabs
        value={tab}
        onChange={(next) => editor.set({ drawer: TABS.find((other) => other === next) ?? null })}
        className="drawer-tabs"
        keepMounted={false}
      >
        <div className="drawer-head">
          <Tabs.List>
            {TABS.map((other) => (
              <Tabs.Tab key={other} value={other} onClick={() => editor.set({ drawer: other })}>
                {t(`drawer.${other}`)}
                {other === 'problems' && problems > 0 && <span className="drawer-count figures">{problems}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {opened && (
            <ActionIcon variant="subtle" color="gray" aria-label={t('drawer.close')} onClick={() => editor.set({ drawer: null })}>
              <IconChevronDown size={18} />
            </ActionIcon>
          )}
        </div>
        <Tabs.Panel value="problems" className="drawer-panel">
          <ProblemsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="phone" className="drawer-panel">
          <PhonePanel />
        </Tabs.Panel>
        <Tabs.Panel value="trace" className="drawer-panel">
          <TracePanel />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}
