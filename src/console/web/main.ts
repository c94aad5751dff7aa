import { createApp } from 'vue'
import { provideGlobalConfig } from 'element-plus/es/components/config-provider/index.mjs'
import zhCn from 'element-plus/es/locale/lang/zh-cn.mjs'
import 'element-plus/theme-chalk/base.css'
import './style/tokens.css'
import './style/base.css'
import './style/table.css'
import App from './app.vue'
import { reportFailure } from './failure.ts'
import { router } from './router.ts'
import { loadSession } from './session.ts'

await loadSession().catch(reportFailure)
const app = createApp(App)
app.config.errorHandler = reportFailure
provideGlobalConfig({ locale: zhCn }, app, true)
app.use(router).mount('#app')
