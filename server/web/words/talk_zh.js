// 页面上关于理解过程和教过的说法的中文。
export default {
  'mind.none': '没有听懂',
  'meant.open': '意思是……', 'meant.open_named': '意思是……“{said}”', 'meant.label': '“{said}”的意思是：', 'meant.hint': 'Mimosa 能听懂的一句话', 'meant.send': '教给它', 'meant.leave': '取消',
  'meant.taught': '从现在起，“{said}”的意思是“{means}”。', 'meant.do_it': '现在就做', 'meant.done': '知道了', 'meant.is': '教过：“{means}”',
  'phrases.title': '家里的说法', 'phrases.lead': '您教给 Mimosa 的说法，家里每个人都可以用；有风险的事仍然会先询问。', 'phrases.none': '还没有。在对话中的一句话下面选择“意思是……”，或者说：我说电影时间的意思是关掉所有的灯。',
  'phrases.failed': '现在无法读取教过的说法。', 'phrases.said': '“{said}”', 'phrases.means': '意思是“{means}”', 'phrases.remove': '删除', 'phrases.remove_named': '删除“{said}”', 'phrases.gone': '已忘掉“{said}”。',

  'turns.deferred': '听懂了，还没有做',
  'why.passed': '{mind}没有处理：{why}', 'why.taught': '教过：“{said}”的意思是“{means}”',
  'why.nearest': '最接近的是“{tool}”，没有弄懂的是“{words}”', 'why.several': '有几种可能：{tools}', 'why.no_phrase': '里面没有认识的说法', 'why.condition': '带有条件或时间', 'why.negation': '表示不要做某事',
  'why.name': '名称里面含有命令', 'why.other_time': '说的或问的是别的时间', 'why.other_topic': '与刚才说的无关', 'why.two_times': '有两个时间', 'why.no_words': '里面没有话',
  'why.machine': '是写给机器的', 'why.repeated': '一再重复同样的话', 'why.too_long': '太长了', 'why.failed': '中途出错',
  'why.confirmed': '同意了上一个问题', 'why.declined': '没有同意上一个问题', 'why.not_proved': '密码不对或没有密码', 'why.not_yours': '问的是别人', 'why.expired': '问题已经过期', 'why.nothing_asked': '没有问过问题', 'why.end': '对话结束', 'why.thanks': '道谢',
  'deferred.line': '“{command}”：{when}', 'deferred.said': '{words}（“{said}”）', 'deferred.only_said': '“{said}”',
  'deferred.delay': '{time}之后', 'deferred.each': '每隔 {time}', 'deferred.for': '持续 {time}', 'deferred.until': '到 {time} 为止', 'deferred.event': '当这件事发生时', 'deferred.above': '高于 {amount}', 'deferred.below': '低于 {amount}', 'deferred.reaches': '达到 {amount}', 'deferred.before': '在 {amount} 之前', 'deferred.after': '在 {amount} 之后',
  'deferred.at_time': '{time}', 'deferred.before_time': '{time} 之前', 'deferred.after_time': '{time} 之后', 'deferred.either': '（没有说上午还是下午）', 'deferred.day.0': '今天', 'deferred.day.1': '明天',
  'deferred.part.morning': '早上', 'deferred.part.afternoon': '下午', 'deferred.part.evening': '晚上', 'deferred.part.night': '夜里', 'deferred.daily': '每天', 'deferred.weekdays': '工作日', 'deferred.days': '每个{days}',
};
