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

        anonymous backend candidate channel coach colleague developer engineer former friend frontend hiring interviewer
        lead manager mentor min nobody panel peer recruiter senior someone staff stranger student teacher unknown

        about above after again also always another any around away back because before begin being below
        between both called came can come could day days did different does done down each early easy end enough
        even ever every example far few find first follow found four gave get give given goes going good got
        great had half hand hard has have he head help her here high him his how just keep kind knew know large
        last late later learn leave left less let life like line little long look made make makes man many mean
        men might more most move much must name near need never night now number off often old once one only
        other over own part people place play put ran read real right room run said same saw say second see seem
        self sentence set several she should show side since slow small some something soon sound start still
        stop story study such sure take talk tell ten than that their them then there these they thing think
        this those thought three through time times today together told too took top try turn two under until
        upon use used very voice walk want was watch way week well went were what when where which while who
        whole why word words work would write wrote year years yes yesterday yet your
    """)
)
"""Words that a text uses without meaning a person or a company: names of both, descriptions, common words."""

IN_LONGER_NAMES = frozenset(
    _words("""
        advanced advisor ai alpha american analysis app applied apps arc arm atlas banking base best beta big
        bit bits black blue book books bridge bright british brown build buy car central chain channel city
        clear club coin commerce common compare compass connect control core credit cross cruise dash deep
        deliver delivery delta depot eat desk dev direct door dot dream duck earth edge electric electronics element
        elements equity estate exchange express face factory fast federal field film fire five flow focus food
        force forge foundation free freight fresh front full fund funds future galaxy games gamma gold graph
        green grid ground grow growth guide hat heart hill hire horizon hub human idea image impact index
        infinity information inn instant intelligence interactive island job jobs key knowledge land lane
        lattice layer lead leaf learning level light lighthouse link linked lion list live logic logistics loop
        love magic mail management map maps marks mart master mercury metal mind mint model modern moment money
        month moon motion motor motors mount mountain music nation north object ocean office omega online
        optimal orange origin out palm paper park pass path peak pepper personal phone photo pilot pin plaid
        plan planet platform plus pointer port post press prime print private process product publishing pulse
        pure quantum quick radio rain range rapid reach red research resource resources retail rise road robin
        rocket root round royal safe sail saints sales sand scanner sea search sense sentry service seven share
        sheet ship shop short sigma sign silver simple site six smart snow social solar solid south speed sports
        spot spread sprint stage standard staples star stars state station stay steel step storage store stories
        stream street strip strong sub super supply support surface surge talent task tea telecom tempo text
        ticket tiger toast total touch tower town toy trade trading transfer transport tree true trust tube
        twist type union united up urban value vast video view village vision vital wall water wave wealth
        weather west white wild wind wing wire wonder yellow zero zone
    """)
)
"""Words that are ordinary in a name of several words, as in *The Trade Desk*; alone, each would be the name."""

ORDINARY_IN = {
    "es": frozenset(
        _words("""
            agua banco blanca blanco bueno calle campo campos casa ciudad clara compania consuelo correo correos
            corte cruz dia dolores dos empresa esperanza franco fuente fuentes grupo ingles justo leal libre
            libro luz mar mayor mercado mesa moreno mundo nacional nueva nuevo pais paz primera primero rojo
            rosa seguro seguros sistema sol tiempo torre torres trabajo tres uno valle victoria vida
        """)
    ),
    "pt": frozenset(
        _words("""
            agua banco branca branco campos casa cidade clara companhia correio correios cruz dia dois empresa
            esperanca franco graca grupo justo leal livre livro luz mar mercado monte mundo nacional nova novo
            pais paz primeira primeiro rosa seguro seguros serra sistema sol tempo trabalho tres um vale verde
            vida vitoria
        """)
    ),
    "fr": frozenset(
        _words("""
            banque blanc blanche bleu bon bonne brun cite claire compagnie constant credit deux eau franc grand
            groupe heure jour juste leger libre livre long maison marchand marche mer monde national noir
            nouveau nouvelle olive pays petit poste premier premiere prudence rose societe systeme temps travail
            trois un une victoire vie
        """)
    ),
}
"""Words of other languages that are names too, by the language that a portfolio is written in."""

CAPITALISED = frozenset({"april", "august", "amazon", "go", "june", "may", "oracle", "swift"})
"""Ordinary words that are written with a capital letter where they are no such name: months, languages, products."""
