// 页面上关于房间、名称、批准和风险的中文。
export default {
  'room.settings': '设备与房间',
  'owner.title': '设备与房间', 'owner.back': '状况', 'owner.loading': '正在读取设置……', 'owner.retry': '重试',
  'owner.failed': '现在无法读取设置。', 'owner.empty.title': '还没有设备', 'owner.empty.text': '设备一旦出现，就可以在这里命名并放入房间。现在已经可以添加房间。',
  'owner.card': '名称、房间、Mimosa 可以看到和做到的事，车机，以及教过它的说法。', 'owner.open': '打开', 'owner.count': '{n} 个设备', 'owner.rooms': '{n} 个房间',
  'owner.search': '查找设备', 'owner.search_hint': '名称、房间、种类或厂商', 'owner.none_found': '没有符合“{text}”的设备。', 'owner.found': '找到 {n} 个设备。',

  'new.title': '{n} 个新设备', 'new.text': '它们已经可以查看和开关。可能造成危害的操作要等您同意。',
  'new.look': '查看', 'new.approve': '批准', 'new.approve_named': '批准{name}', 'new.approve_all': '全部批准', 'new.hide': '隐藏', 'new.hide_named': '隐藏{name}', 'new.more': '还有 {n} 个',
  'new.harmless': '它不会造成危害。', 'new.could': '等待您同意：{things}', 'new.and_more': '另外 {n} 项', 'new.again': '比您批准的能做得更多：{things}',
  'new.from': '来自 {topic}',

  'place.none': '不在任何房间', 'place.none_floor': '不在任何楼层', 'place.add_room': '添加房间', 'place.add_floor': '添加楼层', 'place.edit_room': '更改房间“{name}”', 'place.edit_floor': '更改楼层“{name}”',
  'place.floor': '楼层', 'place.new_room': '新房间', 'place.new_floor': '新楼层', 'place.name_en': '英文名称', 'place.name_zh': '中文名称', 'place.other_names': '其他叫法', 'place.commas': '多个名称之间用逗号分开。',
  'place.remove_room': '删除房间', 'place.remove_floor': '删除楼层', 'place.sure_room': '要删除吗？其中 {n} 个设备会保留，不属于任何房间。', 'place.sure_empty': '要删除吗？里面没有设备。', 'place.sure_floor': '要删除吗？其中的房间会保留，不属于任何楼层。',
  'place.file': '在您的文件中设定。请在文件中更改，重启 Mimosa 后生效。', 'place.beneath': '属于模拟房屋：可以改名，不能删除。', 'place.suggested': '由其中的设备命名。', 'place.needs_name': '至少需要一种语言的名称。',
  'place.empty': '还没有设备',

  'kind.light': '灯', 'kind.switch': '开关', 'kind.sensor': '传感器', 'kind.binary_sensor': '传感器', 'kind.cover': '窗帘或门', 'kind.lock': '门锁', 'kind.climate': '空调或暖气', 'kind.fan': '风扇', 'kind.vacuum': '扫地机器人', 'kind.cooker': '电饭煲',
  'kind.media_player': '播放器', 'kind.humidifier': '加湿器', 'kind.valve': '阀门', 'kind.siren': '警报器', 'kind.lawn_mower': '割草机', 'kind.water_heater': '热水器', 'kind.alarm_control_panel': '警报系统', 'kind.button': '按钮', 'kind.number': '数值', 'kind.select': '选项', 'kind.car': '汽车', 'kind.scene': '场景', 'kind.person': '人员', 'kind.weather': '天气',

  'device.hidden': '已隐藏', 'device.new': '新', 'device.gone': '现在不在', 'device.open': '{name}的设置',
  'device.name': '名称', 'device.calls_itself': '它自称“{name}”。', 'device.aliases': '其他叫法', 'device.aliases_hint': '人们使用的其他名称，任何语言均可，用逗号分开。', 'device.room': '房间', 'device.room_none': '不在任何房间',
  'device.visible': 'Mimosa 可以看到它', 'device.visible_why': '隐藏之后，谁都不能在这里查询或操作它。', 'device.approved': '已批准', 'device.approved_when': '{when}批准', 'device.approved_file': '已在您的文件中批准', 'device.approved_comes': '无需批准', 'device.not_approved': '未批准',
  'device.withdraw': '收回', 'device.approve': '批准', 'device.save': '保存', 'device.cancel': '取消', 'device.in_file_text': '在您的文件中设定，请在文件中更改，重启 Mimosa 后生效。', 'device.forget': '忘记它',
  'device.about': '关于它', 'device.id': '标识', 'device.maker': '厂商', 'device.source': '来源', 'device.topic': '主题', 'source.ha': 'Home Assistant 发现协议', 'source.vss': '汽车自身（VSS）', 'device.warn': '请注意',

  'risk.title': '更改之前', 'risk.each': '逐项设定', 'risk.own': '由 Mimosa 判断', 'risk.own_is': '由 Mimosa 判断：{risk}', 'risk.mixed': '各项不同', 'risk.1': '直接执行', 'risk.2': '情况特殊时询问', 'risk.3': '先询问', 'risk.4': '要求密码', 'risk.5': '从不', 'risk.0': '直接执行',
  'risk.looser': '这比 Mimosa 原本的判断更宽松：在这里说话的任何人都可以这样做，不再像以前那样询问。关闭、上锁和关上始终有效。', 'risk.never': '仍然可以手动使用，也可以从这里关闭、上锁和关上。', 'risk.in_file': '您的文件要求至少：{risk}。',
  'owner.not_saved': '没有保存：{why}', 'owner.away': 'Mimosa 没有应答，没有保存。',
};
