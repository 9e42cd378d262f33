// 页面上关于家庭成员的中文文字。
export default {
  'members.title': '家里的人', 'members.lead': 'Mimosa 会用适合每个人的方式回答。声音只用来认人:需要确认或密码的事照样需要。', 'members.failed': '现在读不到家庭成员。',
  'members.new': '新成员', 'members.add': '添加', 'members.name': '名字', 'members.role': '可以做什么', 'members.change': '修改', 'members.change_named': '修改{name}', 'members.voice': '声音', 'members.voice_named': '{name}的声音', 'members.has_voice': '认得声音',
  'members.language': '语言', 'members.any_language': '按说话的语言', 'members.length': '话多话少', 'members.manner': '说话方式', 'members.learns': '学习习惯', 'members.learns.why': '从这个人在家里做的事里学。',
  'members.remove': '移除', 'members.sure': '移除此人,连同声音和密码?',
  'role.owner': '主人', 'role.adult': '成年人', 'role.child': '孩子', 'role.guest': '客人',
  'role.owner.why': '一切,以及本宅的设置。', 'role.adult.why': '一切;开门需要密码。', 'role.child.why': '灯、音乐之类;有风险的不行。', 'role.guest.why': '灯、音乐之类;其他会先询问,门不会开。不会透露家人的事。',
  'length.short': '简短', 'length.usual': '一般', 'length.chatty': '健谈', 'manner.plain': '平实', 'manner.formal': '正式', 'manner.warm': '亲切',
  'guests.title': '家里有客人', 'guests.lead': '不学习也不记住任何事,除主人外都算客人。',
  'voice.title': '{name}的声音', 'voice.agree': '我同意', 'voice.agreed': '同意的内容', 'voice.close': '关闭', 'voice.read': '请朗读:第 {n} 句,共 {of} 句', 'voice.start': '录音', 'voice.stop': '读完了', 'voice.recording': '正在录音', 'voice.listening': '正在听……', 'voice.ready': '可以录音',
  'voice.known': 'Mimosa 已认得这个声音(读了 {n} 句);同意时间:{when}。', 'voice.forget': '忘掉这个声音',
  'house.part.voices': '分辨声音',
  'who.label': '谁在这里说话', 'who.by_voice': '听声音', 'who.owner': '主人', 'who.unknown': '陌生的声音', 'who.gone': '已离开的人', 'who.by_voice_named': '{name}(听声音认出)', 'who.was': '那是谁?', 'who.title': '谁说的', 'who.corrected': '记下了:那是{name}。',
};
