import type { ErrorCode, YAMLError } from 'yaml'

/** What is wrong, by the parser's code: its own sentence, which says it to the letter, is English. */
const words: Record<ErrorCode, string> = {
  ALIAS_PROPS: '别名不能带其他属性',
  BAD_ALIAS: '别名或锚点写法有误',
  BAD_COLLECTION_TYPE: '标签与内容不符',
  BAD_DIRECTIVE: '指令（% 开头的行）有误',
  BAD_DQ_ESCAPE: '双引号内的转义有误，反斜线须写两次',
  BAD_INDENT: '缩进有误，同一层须对齐，下一层须多缩进',
  BAD_PROP_ORDER: '锚点与标签的位置有误',
  BAD_SCALAR_START: '文本不能以该符号开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '一行只能有一组键和值，文本中有冒号时请加引号',
  BLOCK_IN_FLOW: '方括号或花括号内不能用缩进的写法',
  DUPLICATE_KEY: '同一层的键重复',
  IMPOSSIBLE: '无法解析',
  KEY_OVER_1024_CHARS: '键过长',
  MISSING_CHAR: '缺少符号，请检查引号、括号、逗号、冒号及其后的空格',
  MULTILINE_IMPLICIT_KEY: '键须写在一行内，请检查是否缺少冒号',
  MULTIPLE_ANCHORS: '一处只能有一个锚点',
  MULTIPLE_DOCS: '一个文件只能有一份内容，不能用 --- 分隔',
  MULTIPLE_TAGS: '一处只能有一个标签',
  NON_STRING_KEY: '键须为文本',
  RESOURCE_EXHAUSTION: '嵌套过深',
  TAB_AS_INDENT: '缩进不能用制表符（Tab），请用空格',
  TAG_RESOLVE_FAILED: '标签（! 开头）有误',
  UNEXPECTED_TOKEN: '此处有多余的内容',
}

/** Chinese, then English. */
export function yamlFault({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  return `不是有效的 YAML：${words[code]} is not valid YAML: ${message}`
}
