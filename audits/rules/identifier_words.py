"""Words the search for identifiers needs: postcode areas, titles of people, and words that are nobody's name."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "pc", "master"})
_AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN "
    "EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML "
    "N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF "
    "TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
POSTCODE_AREAS = frozenset(_AREAS.split())
# Words that stand with a capital in sentences about practice without being part of anybody's name.
_BEGIN_SENTENCES = (
    "a about across after again all almost also although an and another any are as at because before being between "
    "both but by can could despite did do does during each eight either even every few fewer five for four from had "
    "has have he her here hers his how however i if in is it its less many more most much my near nearly neither nine "
    "no none nor not nothing of off on once one only or other our out over overall per practitioners previous rather "
    "recent recently seven several she should similarly since six so some such ten than that the their them then there "
    "therefore these they this those three through thus to today together too two under unless until up upon us was we "
    "were what when where whether which while who why will with within without would yes yet you your"
)
_OF_THE_TRADE = (
    "academy accident acute admission adult adults adviser advisor advocate agencies agency agreement allocation "
    "ambulance analysis annual apprentice area around assessment assessments assistant assurance attendance audit "
    "auditor audits baby board borough briefing business cafcass camhs care carer carers case cases centre chair chief "
    "child childhood children children’s childrens church city class clinic clinical college command commission "
    "commissioner committee community conference constable constabulary consultant contact coordinator core council "
    "county court criminal crown custody data date deputy designated detective development director discharge "
    "discussion district doctor domestic drug duty early education emergency england english evidence excellence "
    "executive exploitation families family father final finance fire first forensic form forum foster foundation "
    "framework front general good government governor grade graded great group guidance guide guideline head health "
    "healthcare help home hospital house housing human improvement inadequate incident independent initial inspection "
    "inspector intelligence intervention january joint judge junior justice kent key kingdom language law lead leader "
    "learning legal level liaison link list local looked lord making manager maternity medical medway meeting member "
    "mental midwife midwives ministry missing mother multi multi-agency national need neglect neonatal networks new "
    "newborn nhs night north notice nurse nursery nursing officer officers ofsted open operational order organisation "
    "outcome outcomes outline outstanding paediatric paediatrics panel parent parents park partner partners "
    "partnership pathway pharmacy plan planning plans police policy post practice practitioner pre-birth primary prime "
    "principal prison private probation procedure process profile programme project protect protection public pupil "
    "quality quarter question record recorded referral registrar report requires residential response responsible "
    "restorative return review reviewing reviews rights risk royal safe safeguarding safety scheme school schools "
    "science scotland scrutiny secondary secretary section senior sergeant service services signs single sixth social "
    "south specialist speech staff standard standards state statutory step stop strategic strategy street supervising "
    "supervision supervisor support survey system teacher team teams theme themed therapist therapy threshold "
    "thresholds training trust unit united university virtual visitor visitors voice voluntary wales ward west women "
    "worker workers workforce working year years young youth"
)
_OF_THE_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter easter christmas"
)
_OF_KENT = (
    "ashford broadstairs canterbury chatham cranbrook dartford deal dover ebbsfleet edenbridge faversham folkestone "
    "gillingham gravesend gravesham herne bay hythe maidstone malling margate paddock wood rainham ramsgate rochester "
    "romney marsh sandwich sevenoaks sheerness sheppey sittingbourne swale swanley tenterden thames thanet tonbridge "
    "tunbridge wells westerham whitstable bexley bromley essex london surrey sussex european britain british"
)
ORDINARY_WORDS = frozenset(" ".join((_BEGIN_SENTENCES, _OF_THE_TRADE, _OF_THE_CALENDAR, _OF_KENT)).split()) | frozenset(
    month.casefold() for month in MONTHS
)
