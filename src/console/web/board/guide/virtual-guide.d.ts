declare module 'virtual:guide' {
  /** From one heading of level 2 to the next. */
  export interface GuideSection {
    id: string
    heading: string
    parts: { id: string; heading: string }[]
    html: string
  }
  const guide: { title: string; sections: GuideSection[] }
  export default guide
}
