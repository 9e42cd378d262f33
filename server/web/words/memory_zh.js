// 页面上关于记忆的中文用语。
export default {
  'memory.title': '记忆', 'memory.lead': 'Mimosa 对您的了解。全部只留在这台机器上。', 'memory.card': 'Mimosa 了解您什么,以及怎样抹掉。', 'memory.failed': '现在无法在这里显示记忆。',
  'memory.whose': '谁的记忆', 'memory.household': '全家(手动操作)', 'memory.guests': '家里有客人:不学习也不记住任何事。',
  'memory.told': '您说过的', 'memory.none_told': '还没有。可以说:记住我喜欢爵士乐。', 'memory.since': '自 {when}', 'memory.about': '{name}:{what}',
  'memory.correct': '更正', 'memory.right': '正确的是', 'memory.corrected': '已更正,原来的已抹掉。', 'memory.forget': '抹掉', 'memory.forget_named': '抹掉:{what}', 'memory.gone': '已抹掉,备份里也没有了。',
  'memory.names': '您起的名字', 'memory.names.lead': '家里人人都可以用。', 'memory.called': '“{said}”是{name}',
  'memory.learnt': '学到的习惯', 'memory.learnt.lead': '来自您在家里的操作。习惯从不等于许可:门锁、门、警报和高温都不学习。', 'memory.learns_not': '不从此人的操作中学习。', 'memory.none_learnt': '还没有习惯:几次操作还不够。',
  'memory.times': '最近 {of} 次中有 {times} 次', 'memory.evidence': '依据的日期', 'memory.happened': '{time}，{value}，{by}', 'memory.by.voice': '语音', 'memory.by.touch': '页面', 'memory.by.hand': '手动', 'memory.by.routine': '例行', 'memory.on_days': '{days}', 'memory.hours': '{from} 到 {to}',
  'memory.after': '您说了这些之后', 'memory.after.lead': '您说完后一刻钟内通常会做的事；下次说时会替您做。', 'memory.saying.good_night': '晚安', 'memory.saying.home': '我回来了', 'memory.saying.leaving': '我出门了', 'memory.saying.good_morning': '早上好',
  'memory.choose_who': '这块屏幕只凭声音认人。请先在“谁在这里说话”里选择您的名字，再查看关于您的内容。',
  'memory.learn_not': '不要学这个', 'memory.learn_not_named': '不要学这个:{what}', 'memory.no_more': '已抹掉,以后不再学习。', 'memory.not_learnt': '不学习的', 'memory.learn_again': '重新学习', 'memory.again': '从现在起重新学习。',
  'memory.yours': '由您做主', 'memory.kept_days': '发生过的事在 {n} 天后自动抹掉;您说过的会保留到您抹掉为止。',
  'memory.export': '下载为文件', 'memory.import': '导入文件', 'memory.taken_in': '文件已导入。', 'memory.erase_week': '抹掉最近七天', 'memory.erase_all': '全部抹掉',
  'memory.sure': '抹掉说过的、教过的、学到的一切以及声音?此操作无法撤回。', 'memory.sure_week': '抹掉最近七天说过的、教过的和学到的?此操作无法撤回。', 'memory.erased': '已抹掉:这里、数据库日志和所有备份里都没有了,并新做了一份不含它的备份。',
  'around.at_home': '{value} 人在家', 'around.outside.cold': '外面冷的时候', 'around.outside.mild': '外面温和的时候', 'around.outside.warm': '外面热的时候',
};
