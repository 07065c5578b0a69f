import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import css from './controls.module.css'

export interface TabItem<T extends string> {
  id: T
  label: string
  content: ReactNode
}

export function Tabs<T extends string>({ label, tabs, value, onChange }: { label: string; tabs: TabItem<T>[]; value: T; onChange: (id: T) => void }) {
  return (
    <AriaTabs className={css.tabs ?? ''} selectedKey={value} onSelectionChange={(key) => onChange(key as T)}>
      <TabList aria-label={label} className={css.tabList ?? ''}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={css.tab ?? ''}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={css.tabPanel ?? ''}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
