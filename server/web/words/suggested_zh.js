// 页面上关于建议和自动做的事的中文用语。
export default {
  'suggested.title': '建议', 'suggested.every_time': '每次都这样', 'suggested.close': '关闭',
  'suggested.day': '自动做的事:{n} 件', 'suggested.today': '今天 {n} 件', 'suggested.for': '为{name}',
  'suggested.end': '取消', 'suggested.end_named': '取消:{what}',
  'suggested.came.done': '{when} 已完成', 'suggested.came.already': '{when} 本来就是这样', 'suggested.came.started': '{when} 已开始', 'suggested.came.pending': '{when} 已发送,尚未证实', 'suggested.came.unknown': '{when} 已发送,没有回应',
  'suggested.came.began': '{when} 中断了', 'suggested.came.away': '{when} 未做:家里没人', 'suggested.came.held_back': '{when} 未做:有人要求不做', 'suggested.came.failed': '{when} 没有成功',
};
