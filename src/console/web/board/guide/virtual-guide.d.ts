declare module 'virtual:guide' {
  import type { GuideSection } from './guide-parts.ts'
  const guide: { title: string; sections: GuideSection[] }
  export default guide
}
