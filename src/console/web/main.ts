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
import { loadSession, session } from './session.ts'
import { tellWindows } from './session/windows.ts'

await loadSession().catch(reportFailure)
const app = createApp(App)
app.config.errorHandler = reportFailure
provideGlobalConfig({ locale: zhCn }, app, true)
// The others go on, or show nothing more where it is somebody else.
if (session.value) tellWindows('signed-in')
// Where somebody may go is known once they are signed in: until then the address stays what was asked for.
if (session.value) app.use(router)
app.mount('#app')
