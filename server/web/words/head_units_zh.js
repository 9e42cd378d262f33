// 页面上关于车机的中文文字。
export default {
  'units.title': '车机', 'units.lead': '车上的屏幕经您允许后就能与家里对话。停好车后，屏幕上会显示一个代码。',
  'units.code': '车上屏幕显示的代码', 'units.look_up': '查看', 'units.none': '还没有允许过任何车机。', 'units.failed': '现在无法读取车机。',
  'units.asks': '车辆“{car}”里的“{name}”想要接入', 'units.check': '只有当您就在那块屏幕前，并且它显示的正是这个代码时，才继续。车辆 {vehicle}，产品 {client}；这些名称未经核实。',
  'units.not_parked': '车辆停好后才能接入。', 'units.name': '在这里的名称', 'units.allow': '允许接入', 'units.deny': '拒绝',
  'units.let_in': '“{name}”可以接入了，几秒钟内就好。', 'units.kept_out': '已拒绝。',
  'units.since': '{car}，自{when}；最近一次 {last}', 'units.may': '可以：{may}', 'units.change': '更改', 'units.change_named': '更改{name}的权限', 'units.remove': '撤销', 'units.remove_named': '撤销{name}', 'units.sure': '立即撤销它的权限？',
  'units.news': '发生过的事', 'units.banner': '如果不是您本人操作，请撤销它。', 'units.seen': '知道了',
  'scope.talk': '对话', 'scope.talk.why': '像在家里一样说话和提问。',
  'scope.car.read': '查看车辆', 'scope.car.read.why': '车辆的状态：电量、车窗、空调。',
  'scope.car.act': '车内舒适', 'scope.car.act.why': '空调、座椅、灯光、媒体、充电。',
  'scope.car.open': '打开车辆', 'scope.car.open.why': '门锁、车门、后备箱、车窗；行车时禁止的仍然禁止。',
  'scope.home.read': '查看家里', 'scope.home.read.why': '家里设备的状态。',
  'scope.home.act': '家中舒适', 'scope.home.act.why': '灯光、窗帘、暖气、扫地机。',
  'scope.home.risky': '家里的门和热源', 'scope.home.risky.why': '门锁、车库、烤箱、警报：仍会询问，并需要密码。',
};
