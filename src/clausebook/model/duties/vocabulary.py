"""The words and turns of phrase from which duties are read: people, verbs, units of time, conjunctions, marks."""

from __future__ import annotations

import re

# letters around a word that may say what it does; all of a text without a full stop would cost its square
REACH = 1_000


def _words(text: str) -> list[str]:
    return text.split()


# Who can be bound, in the singular; a plural in s is known by itself.
_PERSONS = """
    user, employee, worker, colleague, teacher, tutor, leader, manager, supervisor, technician, assistant, officer,
    librarian, cleaner, caretaker, receptionist, secretary, clerk, bursar, nurse, first aider, invigilator, coach,
    counsellor, cook, driver, escort, chaperone, mentor, instructor, trainer, supply teacher, lead, coordinator,
    co-ordinator, administrator, adviser, advisor, inspector, assessor, examiner, controller, keyholder, key holder,
    governor, trustee, director, chair, chairman, chairwoman, chairperson, member, volunteer, helper, visitor, guest,
    contractor, supplier, provider, agency, lodger, hirer, parent, carer, guardian, mother, father, family, relative,
    sibling, pupil, student, learner, child, children, boy, girl, prefect, monitor, sixth former, candidate, applicant,
    borrower, owner, holder, signatory, signer, recipient, sender, author, reader, editor, customer, complainant,
    witness, victim, person, people, persons, individual, adult, man, woman, men, women, staff, personnel, team,
    head, headteacher, head teacher, deputy, principal, headmaster, headmistress, executive, senco, sendco, dsl, dpo,
    designated safeguarding lead, data protection officer, department, faculty, office, reception, school, academy,
    college, trust, nursery, authority, council, board, governing body, body, committee, panel, service, federation,
    police, union, company, organisation, party, public, everyone, everybody, anyone, anybody, no one, nobody, someone,
    somebody, all, those, anyone else, who, crew, group leader, trip leader, visit leader, line manager, passenger,
    resident, tenant, patient, player, participant, attendee, delegate, speaker, interviewer, panellist, warden,
    first-aider, chef, grounds staff, site staff, partner, processor, subcontractor, intern, trainee, apprentice, ect
"""
PERSONS = tuple(word.strip() for word in _PERSONS.replace("\n", " ").split(","))
PRONOUNS = (
    "they",
    "he",
    "she",
    "we",
    "you",
    "i",
    "he or she",
    "she or he",
    "he/she",
    "s/he",
    "each",
    "both",
    "all",
    "none",
    "it",
)
# People who are all that a clause applies to, and words for those whom a school employs.
EVERYONE = frozenset(
    _words("""user users everyone everybody anyone anybody all person persons people individual individuals nobody
no-one no one none you those""")
)
STAFF = frozenset(["staff", "employee", "employees", "colleague", "colleagues", "personnel", "worker", "workers"])
# What a body answers for and does not itself do the work of
BODIES = frozenset(["school", "academy", "college", "trust", "nursery"])

# What follows "may", "can", "will" where it is not permission, promise or duty but what could happen or will.
HAPPENS = frozenset(
    _words("""amount lead result cause constitute cross contain include need want seem appear affect become come
happen occur rain snow find notice discover know understand feel think believe realise remember forget
experience suffer benefit enjoy learn gain lose have wish like prefer struggle differ vary depend arise
remain exist fail mean render expose harm hurt damage endanger jeopardise breach infringe contravene
count qualify last expire apply""")
)
# ... and, after "may be", what happens to somebody or how somebody may take it
BEFALLS = frozenset(
    _words("""lost damaged stolen seen considered regarded viewed construed deemed treated thought felt perceived
interpreted required asked needed affected caused exposed found tempted based related held involved
subjected heard harmed hurt injured disciplined dismissed broken corrupted infected delayed interrupted
misunderstood offended put left located linked associated called known classed described said read
overheard mistaken""")
)
# ... and, after "will be", what breach of a rule brings: a consequence and no duty
FOLLOWS = frozenset(
    _words("""treated regarded considered viewed deemed seen taken dealt subject classed construed held able""")
)
# ... and, after "may be", what a school does to what is others': leave for the school
OF_THE_SCHOOL = frozenset(
    _words("""
monitored recorded intercepted searched confiscated inspected checked withdrawn removed charged shared refused
suspended revoked audited reviewed blocked filtered logged deleted retained excluded reported invoiced billed taken""")
)
UNABLE = frozenset(
    _words("""guarantee accept expect control foresee prevent see know recognise read hear tell understand detect
promise assume hold afford exceed""")
)
# "can" says what is easy to do, and gives no permission
EASY = frozenset(_words("""find see read get reach contact ask obtain download be help learn also access hold"""))
# Verbs whose object, or what follows "to", is the person who is spoken to or given something
TELLING = frozenset(_words("""tell inform notify ask consult contact alert warn advise phone call email"""))
GIVING = _words("""
report give send submit hand return show pass refer apply disclose issue forward provide say speak write
talk complain explain deliver release lend sell supply escalate copy disclosed issued given sent
reported submitted handed returned shown passed referred provided forwarded communicated communicate""")

NUMBER_WORDS = _words(
    """one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty"""
)
UNITS = _words("""second minute hour day night week fortnight month term half-term year school-day working-day""")

# Words that mean the same to a reader. The first of each row stands for the others.
_SAME = """
    pupil student learner
    email e-mail
    online on-line
    via through
    headteacher head-teacher
    lose loss lost
    find found discover discovered
    text texting
    phone phones telephone mobile
    send sent
    site space
    begin start commence
    end finish terminate
    help assist
    buy purchase
    use utilise
    tell inform notify
    show display
    get obtain
    keep kept retain
    hold held
    take took taken
    write wrote written
    parent carer guardian
    adult grown-up
    quickly promptly
    ban prohibit
    school's school
"""
SYNONYMS = {word: row.split()[0] for row in _SAME.strip().splitlines() for word in row.split()}
# Spelling alone: these may be called the same words
SPELLINGS = {"e-mail": "email", "e-mails": "emails", "on-line": "online", "head-teacher": "headteacher"}
# Those whom a school employs, by what they do: a rule for staff binds them too
STAFF_JOBS = frozenset(
    _words("""teacher tutor technician assistant librarian cleaner caretaker receptionist secretary nurse cook
supervisor manager leader headteacher deputy""")
) | {"teaching staff", "support staff", "ict technician", "line manager", "supply teacher", "office staff"}


QUOTED = re.compile(
    r"“[^“”]*(?:“[^“”]*)?”|\"[^\"]*\"|(?<![\w])‘[^‘’]*(?:‘[^‘’]*)?’(?!\w)|(?<!\w)'[^']* [^']*'(?!\w)|«[^«»]*»"
)
STRUCK = re.compile(r"~~.*?~~")
SUBORDINATES = (
    r"if|where|when|whenever|wherever|while|whilst|although|though|unless|until|once|before|after|because"
    r"|since|as long as|so long as"
    r"|provided(?: that)?|in case|in the event|in instances|in cases|even (?:if|when|where)|except|whether or not"
    r"|as soon as|as|even though|given that|now that"
)
OPENERS = re.compile(
    r"^(?:(?:and|or|but|so(?! (?:long|far) as\b)|then|also"
    r"|additionally|furthermore|moreover|however|therefore|otherwise"
    r"|similarly|likewise|nevertheless"
    r"|for example|in particular|in all cases|in general|please note that|please note|note that|note:"
    r"|remember that|remember|n\.b\.|nb|again|finally|first|firstly|secondly|lastly),? )+"
)
ADVERBIAL = re.compile(
    rf"^(?:{SUBORDINATES}|should|were|had|in|on|at|for|by|without|with|under|to|during|outside|from|out of"
    rf"|following|within|over|throughout|upon"
    rf"|subject to|regardless of|despite|instead of|having|depending|wherever possible|notwithstanding"
    rf"|according to|apart from|other than|prior to|per|every|each|as)(?![\w-])"
)
INVERTED = re.compile(
    r"^(?:should|were|had)(?= (?:a|an|the|any|anyone|someone|somebody|anybody|there|it|they|he|she|you|we"
    r"|this|that|one|another|no|your|their|his|her|our|[\w'-]+) )"
)
INVERTIBLE = frozenset(
    ("a", "an", "the", "any", "there", "it", "this", "that", "one", "another", "no", "your", "their", "his", "her")
)
FINITE = re.compile(r"(?<![\w-])(?:is|are|was|were|has|have|had|does|do|did|be|been|being|\w+n't)(?![\w-])")
SUBORDINATE = re.compile(
    r"(?<![\w-])(?:who|which|that|whom|whose|what|how|whether|where|when|if|unless|until|because|so that"
    r"|in case|while|whilst|although|though|since|why|than|as)(?![\w-])"
)
DIRECT = re.compile(
    r"(?<![\w-])(?:who|which|that|what|how|whether)(?: (?:also|then|always|only|both|each|they think"
    r"|he thinks|you think))?\s*$"
)
COORDINATED = re.compile(
    r"(?:^|[,;–—] ?|\s)(?:and/or|and|but|or|nor|then|so)(?![\w-])(?: (?:then|also|therefore))?|[;–—]"
)
COORDINATORS = ("and", "but", "or", "then", "so", ";", "–", "—")
WEAK = frozenset(("will", "may", "can", "be-to"))
PASSIVE = re.compile(
    r"^ ?(?:(?:not|also|only|always|then|never|immediately|[\w]+ly) )*be (?:(?:not|also|only|always|then"
    r"|[\w]+ly) )*(?P<verb>[\w-]+)"
)
VERB = re.compile(
    r"^ ?(?:(?:not|also|only|always|then|never|either|both|therefore|neither|still|just|normally|usually"
    r"|[\w]+ly) )*(?P<verb>[\w'-]+)"
)
_NONE = "out|due|open|even|present|silent|patient|absent|decent|quiet|ready|different|polite"
PARTICIPLE = re.compile(
    rf"(?!(?:{_NONE})$)\w(?:ed|en|wn|pt|ght|ld|lt|nt|rn|id|un|de|ut|et|ne|nd|it|ot|ung|uck|ead|ost|eft)$"
)
PRONOUN = re.compile(r" (?:they|he|she|you|we|he or she|she or he|it)$")
THINGS = ("action", "steps", "measures", "sanctions", "access", "permission", "details", "records")
NAMED = re.compile(
    r" (?:(?:the|a|an|all|any|every|their|his|her) [\w'-]+(?: [\w'-]+)?|staff|users|pupils|parents|governors|employees"
    r"|visitors|volunteers|teachers|(?:\w+ary |further |appropriate )?(?:" + "|".join(THINGS) + r"))$"
)
POINTING = frozenset(
    [
        "they",
        "he",
        "she",
        "he or she",
        "she or he",
        "he/she",
        "s/he",
        "it",
        "each",
        "both",
        "all",
        "none",
        "the user",
        "that user",
        "the person",
        "that person",
        "the individual",
        "the member",
        "these users",
        "such persons",
        "such users",
    ]
)
NEGATIVE = re.compile(r"(?:^|(?<=[\s,(]))(?:no|nobody|none|neither|no-one|not one|no one)(?![\w-])")
SAYING = re.compile(
    r"(?:tell|told|aware|know|knows|say|says|states?|advised?|agrees?|confirms?|understands?|believes?"
    r"|recognises?|means?|sure"
    r"|ensures?|informs?|informed|reminds?|reminded|accepts?|acknowledges?|likely|clear|possible|explains?"
    r"|warns?|shows?"
    r"|users?|persons?|people|staff|pupils?|parents?|risk|concern|fact|evidence|so|such|is|are) $"
)
AIM = re.compile(
    r"(?<![\w-])(?:aims?|purposes?|goals?|objectives?|intentions?|idea|point|function|remit|hope"
    r"|plan)(?: \w+){0,6}$|^this$"
)
OBJECT = re.compile(r"(?<![\w-])(?:any|all|the|an?|their|his|her|its|your|our|every|each|no)(?![\w-]) .*")
SETTING = re.compile(r"(?:in|under|on|at|with|without|within|outside|subject|during|from|following|for|upon|prior)")
ASIDE = re.compile(
    r"(?:in accordance|in line|under (?:the|this)|for (?:this|these|that|security|safety)|with regard"
    r"|in (?:order|general|particular|relation))"
)

# The last of a list: "hurt or upset", "or upset"; and none: "parents and", "where ill or hurt", "or in her absence"
_JOINER = r"(?:and/or|and|or|nor|but not)"
LAST_OF_LIST = re.compile(
    rf" (?!(?:who|which|where|when|whose|unless|if|as|in accordance)(?![\w-]))(?:.* )?{_JOINER} "
    r"(?!(?:if|when|where|unless|until|failing|in (?:his|her|their|its|that|which))(?![\w-]))\S"
)
NO_SUBJECT = re.compile(
    r"(?:and|or|but|nor|not|even|including|except|unless|who|which|whose|whichever|whatever|however|then|where|when|if"
    r"|as|with|without|together|in|at|on|by|for|from|whether)(?![\w-])"
)


def last_of(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place in a text that a pattern finds."""
    found = None
    for one in pattern.finditer(text):
        found = one
    return found
