"""Two hundred things a model may say: half of them claim an act or a state, half are innocent."""

import pytest

from assistant.understanding.mimo.claims import claims_an_act

CLAIMS = """
I've turned on the kitchen light for you.
I just switched the fan off.
The lights have been dimmed.
Your door is now locked.
All set!
All set, enjoy your movie.
You're all set.
No problem, the heater is on.
No problem, consider it handled.
Done ✅
✅
👍 Lights off!
Sure thing! The garage door is closing.
Kitchen light: on.
Lights off.
The alarm has been armed.
I went ahead and locked the front door.
I've gone ahead and set the thermostat to 21.
Successfully turned off the oven.
The vacuum is on its way back to the dock.
Your coffee is brewing.
Robby is cleaning the kitchen now.
That's taken care of.
It's all sorted.
Got it, the bedroom lamp is off.
Okay, the blinds are going down.
The blinds were closed a moment ago.
Milk was added to your shopping list.
I added milk to the list.
The temperature has been raised to 22 degrees.
Volume set to 40 percent.
Setting the volume to 40 percent.
Playing jazz on the speaker.
I'm playing some jazz.
Music paused.
Both doors are locked and the alarm is armed.
The front door is securely locked.
Everything is off.
Everything has been turned off.
I have taken care of the lights.
I took care of the lights.
I'll turn on the light right away.
Let me turn that on for you.
Turning the heating down.
The oven is preheating to 220 degrees.
Your car is unlocked.
The windows are up.
The trunk is open.
Charging has started.
The rice cooker has started.
Dinner will be ready at seven; I started the cooker.
Mission accomplished.
Your wish is my command, lights are out.
It is done.
Consider it done!
The lamp is red now.
Reminder saved.
I will remember that you like 21 degrees.
The scene has been activated.
Good night! I turned everything off and locked up.
""".strip().splitlines()

BEHAUPTET = """
已经为您打开了客厅的灯。
好的，灯开了。
没问题，已经关好了。
没问题，马上搞定。
搞定✅
✅ 已完成
全部搞定。
都弄好了。
空调已经调到二十六度。
空调开好了。
门锁好了。
门已经锁上了。
车门已解锁。
窗帘正在关闭。
窗帘拉上了。
扫地机开始打扫了。
扫地机已经出发了。
好的，正在播放音乐。
音乐暂停了。
音量调到百分之四十了。
牛奶已加入购物清单。
已为你把牛奶加到清单上。
我记住了。
我已经记下来了。
饭已经开始煮了。
电饭煲已启动。
报警器已布防。
家里的灯都关了。
所有设备都已关闭。
车窗关上了。
后备箱打开了。
马上为您打开。
这就给您关掉。
我来把灯打开。
好嘞，电视关了。
设置完成。
操作成功。
处理完毕。
温度升高了两度。
已执行晚安场景。
""".strip().splitlines()

INNOCENT = """
What would you like me to turn on?
Which lamp do you mean, the one in the hall or the one in the bedroom?
I can turn lights on and off, and set the heating.
I could not turn on the light.
I haven't done anything yet.
I did not lock the door.
I do not know whether the door is locked.
I cannot open the garage from here.
You can turn it off at the device itself.
Would you like the lights off?
Should I close the blinds?
Do you want me to lock the front door?
To dim a lamp, say dim and its name.
A thermostat keeps a room at a temperature.
Paris is the capital of France.
Water boils at 100 degrees.
It is twenty to six.
Today is Sunday.
A lock keeps a door shut.
LED lamps use less power than bulbs.
Why did the robot cross the road?
I am Mimosa, the voice of this house.
Hello! How can I help?
You're welcome.
Thank you, that is kind of you.
I am sorry, I did not understand that.
I don't have access to your calendar.
There is no dishwasher here.
I have no information about that.
Sleep well!
Congee is rice cooked with a lot of water.
Twelve times twelve is one hundred and forty-four.
That depends on how warm you like it.
If you tell me the room, I can look.
I'm not able to order food.
The moon is about 384,000 kilometres away.
Jazz began in New Orleans.
I like rain, it makes everything quiet.
An oven is not something to leave alone.
The word means a small room.
You might enjoy a walk.
No, I have not changed the heating.
Nothing was done.
I won't open the door.
Please say the name of the lamp.
Ask me again when you know the time.
Milk keeps for about a week.
A kilowatt hour is a unit of energy.
My favourite colour is green.
Two and two make four.
That is a good question.
Mozart wrote more than forty symphonies.
A vacuum is a space without matter.
I never unlock doors without a PIN.
Tell me what the lamp is called.
Is it too bright for you?
Curtains keep out light and cold.
I can explain how the alarm works.
I would need to know which room you mean.
Cars in Britain keep to the left.
""".strip().splitlines()

UNSCHULDIG = """
您想打开哪一盏灯？
请问您说的是哪个房间？
我可以帮您开灯、关灯和调温度。
我没能打开灯。
我还没有做任何事。
我没有锁门。
我不知道门锁了没有。
我无法打开车库门。
您可以在设备上手动关闭。
要我关灯吗？
需要我把窗帘拉上吗？
您要锁前门吗？
现在是五点四十分。
今天是星期天。
巴黎是法国的首都。
水在一百度沸腾。
你好，有什么可以帮您？
不客气。
谢谢您的夸奖。
对不起，我没听懂。
我不会订外卖。
这里没有洗碗机。
我没有这方面的信息。
晚安，好梦。
粥是用很多水煮的米。
十二乘以十二等于一百四十四。
这要看您喜欢多暖和。
请说出灯的名字。
我不能为您开门。
什么都没有做。
月亮离地球大约三十八万公里。
爵士乐起源于新奥尔良。
牛奶大约可以放一个星期。
千瓦时是能量单位。
我最喜欢绿色。
这是个好问题。
真空是没有物质的空间。
没有密码我不会解锁。
您觉得太亮吗？
窗帘可以挡光也可以保温。
""".strip().splitlines()


@pytest.mark.parametrize("text", [*CLAIMS, *BEHAUPTET])
def test_it_claims_something(text: str) -> None:
    assert claims_an_act(text, "en" if text.isascii() else "zh")


@pytest.mark.parametrize("text", [*INNOCENT, *UNSCHULDIG])
def test_it_claims_nothing(text: str) -> None:
    assert not claims_an_act(text, "en" if text.isascii() else "zh")


def test_there_are_two_hundred_of_them() -> None:
    assert len(CLAIMS) + len(BEHAUPTET) == len(INNOCENT) + len(UNSCHULDIG) == 100
