"""Words by which it is known what an English stretch tells, and what makes it more than that."""

PRONOUNS = frozenset([
    "i", "we", "he", "she", "they", "it", "that", "this", "there", "everyone", "everybody", "someone", "somebody",
    "nobody", "people", "these", "those", "something", "everything", "nothing", "you", "no", "one", "half", "all",
])  # fmt: skip
PERSONAL = frozenset({"i", "we", "he", "she", "they", "it", "there", "someone", "somebody", "everyone", "everybody"})
ARTICLES = frozenset([
    "the", "my", "our", "his", "her", "their", "a", "an", "some", "your", "these", "those", "this", "that", "no",
    "half", "all", "one", "two", "three", "both", "them",
])  # fmt: skip
BE = frozenset({"am", "is", "are", "was", "were", "has", "have", "had"})
FINITE = BE | frozenset([
    "can", "can't", "cannot", "keeps", "keep", "makes", "make", "gets", "get", "feels", "feel", "looks", "look",
    "smells", "smell", "sounds", "seems", "needs", "need", "wants", "hurts", "hurt", "goes", "comes", "got", "came",
    "went", "fell", "started", "stopped", "does", "do", "did", "woke", "hates", "hate", "loves", "likes", "works",
    "starts", "finished", "needed", "made", "ended", "bothers", "annoys", "wakes", "sleeps", "lives", "saw", "just",
    "burnt", "burned", "forgot", "spilled", "spilt", "dropped", "ache", "aches", "stinks", "reeks", "died", "broke",
    "left", "ran", "took", "gave", "knocked", "arrived", "arrive", "leave", "leaves", "start", "finish", "finishes",
    "come", "sleep", "fall", "falls", "die", "wake", "live", "work", "love", "run", "runs", "cry", "cries", "bites",
    "sit", "sits", "pay", "cost", "costs", "drives", "gives", "takes", "shines", "glares", "bakes", "drips", "rattles",
    "hums", "buzzes", "howls", "whines", "stays", "turned", "threw", "went", "kicked", "decided", "managed", "won't",
])  # fmt: skip
HAPPENED = frozenset(
    {"went", "fell", "woke", "came", "got", "just", "finally", "started", "keeps", "needs", "hates", "wants"}
)
VERBS_OF_WISHES = frozenset({"want", "wants", "prefer", "prefers", "fancy", "wanna"})
LEADS = frozenset([
    "because", "cos", "coz", "cause", "since", "as", "and", "ugh", "oh", "so", "but", "well", "honestly", "seriously",
    "god", "jeez", "blimey", "argh", "gosh", "man", "right", "look", "listen", "sorry", "wow", "though", "yeah",
    "arre", "aiyo", "aiyaa", "oho", "oye", "och", "ach", "ay", "hai", "wah", "ow", "ouch", "eww", "ew", "hm", "hmm",
    "ah", "ooh", "oof", "phew", "brr", "crikey", "yikes", "bloody", "hell", "damn", "eh", "aye", "och", "actually",
])  # fmt: skip
NO_MERE_TELLING = frozenset([
    "say", "says", "said", "saying", "tell", "tells", "told", "telling", "ask", "asks", "asked", "asking", "wonder",
    "kidding", "joking", "joke", "wish", "wishes", "should", "shall", "would", "could", "might", "must", "may",
    "unless", "else", "instead", "rather", "except", "never", "mind", "changed", "change", "cancel", "wrong", "mistake",
    "song", "film's", "lyrics", "quote", "title", "dream", "dreamt", "dreamed", "called", "quoting", "typed", "sang",
    "singing", "sings", "supposed", "wrote", "writes", "written", "shouted", "whispered", "yelled", "pretend",
    "imagine", "suppose", "hope", "example", "test", "mean", "means", "meant", "else", "otherwise", "if", "whether",
    "whenever", "unless", "later", "used", "either", "neither", "guess", "maybe",
    "perhaps", "question", "answer", "?", ":", "poem", "goes", "line", "lyric", "chorus", "film", "movie", "story",
    "book", "script", "character", "instruction", "instructions", "manual", "recipe", "email", "sign", "note",
])  # fmt: skip
"""Words of what reports, takes back, wishes or sets conditions: no mere reasons."""
_COULD = ("murder", "kill", "eat", "sleep", "cry", "scream", "barely", "hardly", "fry", "weep", "drink")
_WOULD_HAVE = ("liked", "loved", "hated", "enjoyed", "wanted", "laughed")
IDIOMS: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    *((("could", verb), frozenset({"could"})) for verb in _COULD),
    *((("would", "have", verb), frozenset({"would"})) for verb in _WOULD_HAVE),
    (("on", "the", "line"), frozenset({"line"})), (("washing", "line"), frozenset({"line"})),
    (("not", "saying", "it", "twice"), frozenset({"saying"})),
    (("not", "telling", "you", "again"), frozenset({"telling"})),
    (("not", "asking", "again"), frozenset({"asking"})), (("not", "saying", "it", "again"), frozenset({"saying"})),
    (("never", "mind", "the"), frozenset({"never", "mind"})), (("used", "to", "it"), frozenset({"used"})),
    (("goes", "in"), frozenset({"goes"})), (("goes", "out"), frozenset({"goes"})),
)  # fmt: skip
"""Turns of speech with words that elsewhere report, wish or quote, and those words."""
STAYING = frozenset([
    "stay", "stays", "keep", "keeps", "leave", "remain", "remains", "fine", "alone", "stayed", "except",
    "instead", "rather", "ok", "okay", "not", "do", "does",
])  # fmt: skip
"""Said of a thing, they may spare it."""
TIMES = frozenset([
    "tonight", "today", "tomorrow", "soon", "overnight", "this evening", "this morning", "this afternoon", "at night",
    "in the morning", "in the evening", "bedtime", "in a bit", "in a moment", "for a while", "first thing", "weekends",
    "every day", "every night", "every time", "every morning", "every evening", "when", "after", "before", "while",
    "midnight", "noon", "at midnight", "at noon", "dark outside", "dusk", "dawn", "by the time", "on monday",
    "every minute", "every hour", "daily", "nightly", "once", "till", "until", "noon", "later on", "next week",
])  # fmt: skip
IT_IS = frozenset({"this", "that", "it", "there"})
TIMES_OF_IT = frozenset(
    ["after", "today", "tonight", "at night", "this morning", "this evening", "this afternoon", "tomorrow"]
)
OF_PEOPLE = frozenset({"i", "we", "he", "she", "they", "everyone", "everybody", "someone", "somebody", "people"})
IN_FRONT = frozenset([
    "not", "too", "so", "a", "the", "my", "in", "on", "at", "out", "up", "been", "got", "gone", "here", "back", "just",
    "all", "always", "still", "about", "getting", "going", "asleep", "ready", "away", "right", "very", "really", "only",
    "literally", "absolutely", "totally", "already", "never", "half", "coming", "due", "done", "off", "over", "like",
    "round", "around", "under", "by", "behind", "down", "near", "with", "inside", "outside", "upstairs", "downstairs",
    "there", "full", "empty", "soaking", "no", "some", "someone", "somebody", "everywhere", "nearly", "almost", "home",
    "late", "early", "hungry", "sick", "poorly", "dead", "broken", "burnt", "burning", "bored", "scared", "tired",
    "awful", "awfully", "terribly", "horribly", "dead", "proper", "real", "ever", "mighty", "pretty", "kinda", "fairly",
    "rather", "quite", "ridiculously", "blaring", "freezing", "lit", "roasting", "wide", "deafening", "gone", "bloody",
    "four", "three", "two", "five", "six", "one", "loads", "plenty", "enough", "bound", "about", "that", "for", "stuck",
])  # fmt: skip
"""Behind the "'s" of a verb."""
NOT_BARE = frozenset([
    "turn", "switch", "please", "not", "only", "where", "which", "what", "who", "how", "why", "when", "if", "on", "off",
    "up", "down", "to", "at", "in", "of", "from", "or", "is", "are", "let", "just", "for", "with", "make", "set", "any",
    "do", "does", "did", "can", "could", "will", "would", "has", "have", "am", "was", "were", "should", "then", "don't",
    "after", "before", "while", "until", "till", "once", "whenever", "unless", "without", "by",
])  # fmt: skip
"""Begin no subject."""
ASKING_NOBODY = (
    ("how", "will"), ("how", "can"), ("how", "am"), ("how", "are"), ("how", "is", "anyone"), ("how", "do", "you"),
    ("how", "could"), ("how", "is", "anybody"), ("are", "you", "trying"), ("is", "it", "just"), ("are", "we", "trying"),
    ("what", "is", "this"), ("who", "needs"), ("what", "am", "i"), ("what", "are", "we"), ("am", "i", "the"),
    ("do", "you", "want", "me", "to"), ("who", "left"), ("who", "turned"), ("who", "put"), ("who", "switched"),
    ("who", "has"), ("who", "on", "earth"), ("did", "i", "leave"), ("did", "we", "leave"), ("did", "someone", "leave"),
    ("have", "i", "left"), ("have", "we", "left"), ("have", "you", "left"), ("did", "you", "leave"), ("why", "are"),
    ("why", "is"), ("what", "is", "all"), ("what", "is", "with"), ("what", "is", "that"), ("whose",), ("do", "i"),
    ("is", "anyone", "else"), ("is", "anybody", "else"), ("did", "anyone"), ("did", "anybody"), ("what", "happened"),
    ("do", "we", "live", "in"), ("why", "is", "it", "so"), ("why", "is", "it", "always"),
    ("why", "is", "it", "like"), ("who", "can"), ("how", "did", "it"), ("what", "a"), ("such", "a"),
)  # fmt: skip
"""Begin questions and exclamations that want no answer."""
NO_FRAGMENT = frozenset([
    "in", "at", "on", "off", "from", "during", "with", "without", "only", "or", "one", "ones", "too", "also", "same",
    "other", "others", "song", "movie", "book", "story", "chapter", "verse", "page", "line", "step", "first", "second",
    "next", "open", "closed", "shut", "up", "down", "out", "locked", "unlocked", "higher", "lower", "brighter",
    "dimmer", "louder", "quieter", "warmer", "cooler", "faster", "slower", "softer", "hotter", "colder", "darker",
    "is", "are", "was", "were", "he", "she", "they", "we", "i", "you", "who", "which", "that", "and", "add", "bake",
    "stir", "whisk", "fold", "simmer", "mix",
])  # fmt: skip
DAYS = frozenset({"tonight", "today", "tomorrow", "this evening", "this morning", "this afternoon", "first thing"})
ASKED = frozenset({"supposed", "?", "should", "mean", "never", "else"})
PURPOSES = frozenset([
    "see", "let", "air", "cool", "warm", "keep", "get", "save", "help", "dry", "clear", "wake", "watch", "read", "cook",
    "sleep", "block", "freshen", "stop", "make", "take", "give", "ventilate", "relax", "work", "study", "find", "eat",
])  # fmt: skip
GOES_WRONG = frozenset([
    "forget", "burn", "burns", "burnt", "boils", "explodes", "floods", "falls", "trips", "breaks", "freeze", "freezes",
    "die", "dies", "melt", "melts", "scream", "cry", "cries", "notice", "notices", "complain", "complains", "mad",
    "crazy", "blind", "deaf", "head", "wreck", "wrecks", "ruins", "catches", "faint", "lose", "explode", "fall", "trip",
])  # fmt: skip
"""What shall not come first: done at once, and no time that is waited for."""
LET_IN = frozenset(["air", "light", "sun", "sunshine", "sunlight", "breeze", "daylight", "fresh", "cool", "cat", "dog"])
HANDS_OFF = (("touch",), ("bother", "with"), ("worry", "about"), ("mess", "with"), ("bother", "about"), ("mind",))
ASKS_FIRST = frozenset({"is", "are", "was", "were", "do", "does", "did", "has", "have", "can", "could", "will", "am"})

OBJECTS = frozenset({"a", "an", "the", "my", "our", "some", "me", "us", "it"})
"""Behind a first word that is a verb they make a wish of it: "order a pizza"."""
NO_VERBS = frozenset([
    "what", "such", "quite", "half", "all", "both", "on", "in", "at", "with", "by", "for", "like", "under", "over",
    "off", "out", "up", "down", "behind", "near", "not", "just", "too", "only", "about", "after", "before", "from",
    "to", "into", "through", "and", "but", "or", "so", "than", "as", "of", "still", "once", "many", "back",
])  # fmt: skip
