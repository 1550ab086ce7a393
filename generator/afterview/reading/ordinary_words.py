"""Words that are names too: what a text may use without meaning a person or a company."""

_words = str.split

NO_PART = frozenset(
    _words("""
        a all an and as at be by com da das de del der di die do dos dr dra e el et for from i if in io is it me my no
        not of on or org os our out so the to und up us van von we with y you
        la las le les los m me mr mrs ms mme mx prof professor sir sr sra
        inc ltd llc gmbh ag sa sl srl corp co plc bv oy ab pty limited corporation incorporated
    """)
)
"""Words that are never what makes a name that name."""

FIRST_NAMES = frozenset(
    _words("""
        art august bill chance charity chase chip dawn drew faith frank grace grant guy hope hunter joy june mark max
        may miles norm page patience penny rich river rock rose sage skip sky stone sue summer sunny trip ward will win
        wood woods young
    """)
)
"""Names of people that are words too."""

ORDINARY = FIRST_NAMES | frozenset(
    _words("""
        agency amazon analytics apple associates bank better block bolt booking box brave brothers browser
        canvas capital care cloud code company computer consulting data design digital discover drive elastic
        energy engineering europe figure finance gap general global go group health home house indeed industries
        insurance international jump lab labs lever linear local machine market match media medium meta mobile
        monday national nest net network networks new next note notion open oracle partners pay point power
        products project ramp remote ring robotics scale school science security segment services shell shift
        signal slack snap snowflake soft software solutions sons source space spring square stack startup stripe
        studio studios swift system systems target team tech technologies technology test travel unity
        university visa web wise wish works world zoom

        anonymous backend candidate coach colleague developer engineer former friend frontend hiring interviewer lead
        manager mentor nobody panel peer recruiter senior someone staff stranger student teacher unknown
    """)
)
"""Words that a text uses without meaning a person or a company: people's names, companies' names, and descriptions."""

IN_LONGER_NAMES = frozenset(
    _words("""
        advanced ai alpha american analysis app applied apps arc arm atlas banking base best beta big black blue
        book books bridge bright british brown build buy car central chain city clear club coin commerce common
        compass connect control core credit cross cruise dash deep deliver delivery delta desk dev direct door
        dot dream duck earth edge electric electronics element elements equity estate exchange express face
        factory fast federal field film fire first five flow focus food force forge foundation four free freight
        fresh front full fund funds future galaxy games gamma gold good graph great green grid ground grow
        growth guide hat head heart help high hill hire horizon hub human idea image impact index infinity
        information inn instant intelligence interactive island job jobs key kind knowledge land lane large
        lattice layer lead leaf learn learning level life light lighthouse like line link linked lion list
        little live logic logistics long loop love magic management map maps mart master mercury metal mind mint
        model modern moment money month moon motion motor motors mount mountain move music nation near night
        north number object ocean office omega one online optimal orange origin other out palm paper park part
        pass path peak people pepper personal phone photo pilot pin place plaid plan planet platform play plus
        pointer port post press prime print private process product publishing pulse pure quantum quick radio
        rain range rapid reach real red research resource resources retail right rise road robin rocket room
        root round royal run safe sail sales sand sea search second sense sentry service seven share ship shop
        short side sigma sign silver simple site six small smart snow social solar solid sound south speed
        sports spot spread sprint stage standard star stars state station stay steel step storage store stories
        story stream street strip strong sub super supply support surface surge talent talk task tea telecom
        tempo ten text thing think three ticket tiger time toast today together top total touch tower town toy
        trade trading transfer transport tree true trust tube twist two type union united up urban value vast
        video view village vision vital voice wall water wave way wealth weather west white whole wild wind wing
        wire wonder word work yellow zero zone
    """)
)
"""Words that are ordinary in a name of several words, as in *The Trade Desk*; alone, each would be the name."""

ORDINARY_IN = {
    "es": frozenset(
        _words("""
            blanca blanco bueno calle campo campos clara consuelo cruz dolores esperanza franco fuente fuentes justo
            leal luz mar mayor mesa moreno paz rojo rosa sol torre torres valle victoria
        """)
    ),
    "pt": frozenset(
        _words("""
            branca branco campos casa clara cruz esperanca franco graca justo leal luz mar monte paz rosa serra sol vale
            verde vitoria
        """)
    ),
    "fr": frozenset(
        _words("""
            blanc blanche bon brun claire constant franc grand juste leger long marchand mer noir olive petit prudence
            rose victoire
        """)
    ),
}
"""Words of other languages that are names too, by the language that a portfolio is written in."""

CAPITALISED = frozenset({"april", "august", "amazon", "go", "june", "may", "oracle", "swift"})
"""Ordinary words that are written with a capital letter where they are no such name: months, languages, products."""
