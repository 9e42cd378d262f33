// 页面作为手机应用时的中文。
export default {
  'phone.title': '在这台设备上', 'phone.app': '作为应用', 'phone.installed': '已安装为应用。', 'phone.can_install': '显示在应用列表中，使用整个屏幕。', 'phone.by_menu': '在浏览器菜单中选择“添加到主屏幕”或“安装”。', 'phone.install': '安装',
  'phone.without': '连不上家里时', 'phone.shell.kept': '仍能打开，并显示最后已知的状态。', 'phone.shell.not_yet': '正在保存，以便连不上家里时使用……',
  'phone.shell.refused': '未保存：浏览器拒绝了，多半是不信任这个家的证书。解决办法见使用手册。', 'phone.shell.never': '未保存：浏览器只保存加密地址的页面。',
  'phone.holder': '车载支架模式', 'phone.holder_why': '大字显示最后的回答和说话按钮。', 'phone.holder_open': '打开',
  'holder.leave': '退出支架模式', 'holder.greeting': '按住按钮说话。', 'holder.away': '连不上家里。现在听不到，也不会留到以后。', 'holder.pin': '请说出密码。要输入密码，请停车并退出此画面。',
  'newer.title': '页面有新版本。', 'newer.load': '加载',
  'elsewhere.asked_in': '在另一个房间询问：{place}', 'elsewhere.asked': '在别处询问', 'elsewhere.leave': '暂不', 'elsewhere.lost': '密码没有送达，什么都没有做。',
  'elsewhere.from_place': '您，{place}，{time}', 'elsewhere.from': '您，在别处，{time}', 'elsewhere.goes_on': '可以在这里接着说，“它”指的还是同一个。',
  'running.as_of': '{time} 时：', 'state.as_of': '{state}；最后看到 {time}', 'away.far': '连不上家里', 'away.no_wishes': '现在不能从这里控制，说的话也不会留到以后执行。',
};
