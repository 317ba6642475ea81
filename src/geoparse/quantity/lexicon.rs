//! Lists of words: what ends a noun phrase, what heads one, who speaks, who
//! lives somewhere, and what sports measure.

use std::{collections::HashSet, sync::LazyLock};

type Words = LazyLock<HashSet<&'static str>>;

fn words(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

static DETERMINERS: Words = LazyLock::new(|| {
    words(
        "
    a an another any both each her his its my other our several some the their these this
    those your",
    )
});

static FUNCTION: Words = LazyLock::new(|| {
    words(
        "
    a about above according across after again against ago al all along also although am
    amid an and apart are around as at away be because been before began behind being below
    between beyond both but by came can could da de del della des despite di did do does dos
    down du during each el even ever every everyone everything fell for from had has have
    having he her here herself him himself his hit how i if in including inside into is it
    its itself just killed killing la later le left les less like made may me might more
    must my near no nor not now of off on one only onto or our out outside over past per
    reported said says shall she should since so still sur than that the their them
    themselves then there these they this those though through till to told too took toward
    towards under until up upon us van via von was we went were what when where where's
    which while who whom whose why will with within without would y yet you your",
    )
});

static CALENDAR: Words = LazyLock::new(|| {
    words(
        "
    afternoon april august autumn century day days decade decades december evening february
    friday hour hours january july june march may midnight minute minutes monday month
    months morning night noon november october saturday second seconds september spring
    summer sunday thursday today tomorrow tonight tuesday wednesday week weekend weeks
    winter year years yesterday",
    )
});

static PLACES: Words = LazyLock::new(|| {
    words(
        "
    airbase airfield airport archipelago area bank base basin bay beach belt block border
    borough boundarie boundary bridge camp campus canal canyon cape capital center centre
    checkpoint church citie city coast coastline communitie community continent corridor
    countie countrie country countryside county crater cropland crossing dam delta desert
    district downtown east edge enclave epicenter epicentre equator factorie factory farm
    farmland field forest front frontier frontline garden glacier grassland ground gulf
    hamlet harbor harbour headquarters highway hill home hospital house intersection island
    isthmus junction kingdom lake land limit line mainland marsh metropolis mine mountain
    mouth municipalitie municipality neighborhood neighbourhood north northeast northwest
    oblast ocean outskirt park pass peninsula perimeter pipeline plain plant plateau port
    position prairie prefecture province railroad railway raion ranch range reactor reef
    region reserve reservoir resort ridge river riverbank road route runway scene school sea
    sector settlement shore shoreline site slope south southeast southwest space spot square
    state station steppe strait street suburb summit swamp territorie territory tip town
    township track trail tundra valley village volcano wall water waterway west wetland
    wilderness wood woodland zone",
    )
});

static OFFICES: Words = LazyLock::new(|| {
    words(
        "
    activist administration administrator agencie agency analyst army association authoritie
    authority bureau census chief command commander commission committee companie company
    council data department director engineer estimate expert figure firefighter force
    government governor group head institute intelligence investigator journalist leader
    leadership lieutenant manager map mayor media military minister ministrie ministry
    monitor office officer official operator organisation organization police president
    prosecutor ranger record report reporter representative rescuer researcher resident
    scientist secretary service sheriff source spokesman spokesperson spokeswoman staff
    statement study survey team troop volunteer witness witnesse",
    )
});

static RACES: Words = LazyLock::new(|| {
    words(
        "
    air backstroke breaststroke butterfly champion championship crawl dash final freestyle
    hurdler hurdles individual medalist medley pistol platform race races record relay
    relays rifle runner springboard sprint sprinter sprints steeplechase swim swimmer",
    )
});

static FOOTBALL: Words = LazyLock::new(|| {
    words(
        "
    bomb drive field fumble gain interception kick kickoff line loss pass passes passing
    penalty punt punts receiving reception receptions return run runs rushing scoring
    scramble strike td tds touchdown touchdowns",
    )
});

static OTHERS: Words = LazyLock::new(|| {
    words(
        "
    animal bear bird cat cattle deer dog elephant fish inmate jail pig prison salmon student
    wildlife wolf",
    )
});

static BEFORE_POPULATION: Words = LazyLock::new(|| {
    words(
        "
    ( , . : are at be been currently declined dropped dwindled estimated fallen fell grew
    grown had has is now numbered numbers of once put reached risen rose shrank shrunk
    stands stood swelled to today totaled totalled totals was were",
    )
});

static SETTLEMENTS: Words = LazyLock::new(|| {
    words(
        "
    borough capital city community country county district enclave hamlet island kingdom
    metropolis municipality nation neighborhood neighbourhood port province region republic
    settlement state suburb territory town township village",
    )
});

/// Words that open a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(word)
}

/// Words that end a noun phrase: they join, relate, stand for something, or are verbs that
/// commonly follow.
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.contains(word)
}

/// Days, months and stretches of time: what happened "in July" happened nowhere in particular.
pub(super) fn is_calendar(word: &str) -> bool {
    CALENDAR.contains(word)
}

/// Nouns for parts of the land: after one of them a phrase in lower case is complete.
pub(super) fn is_place_noun(word: &str) -> bool {
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word);
    one_or_many(&PLACES, word)
}

/// Nouns for those who state figures.
pub(super) fn is_office_noun(word: &str) -> bool {
    one_or_many(&OFFICES, word)
}

/// What is run, swum or shot over a distance.
pub(super) fn is_race(word: &str) -> bool {
    RACES.contains(word)
}

/// What is counted in yards on a playing field.
pub(super) fn is_football(word: &str) -> bool {
    FOOTBALL.contains(word)
}

/// Those whose population is not that of a place.
pub(super) fn is_other_population(word: &str) -> bool {
    OTHERS.contains(word)
}

/// Words and signs that may stand between "population" and its figure.
pub(super) fn is_population_verb(word: &str) -> bool {
    BEFORE_POPULATION.contains(word)
}

/// Nouns for what has inhabitants.
pub(super) fn is_settlement(word: &str) -> bool {
    SETTLEMENTS.contains(word)
}

/// The lists hold the singular; where the plural has more than an "s" (cities, witnesses), they
/// hold that without its "s".
fn one_or_many(list: &Words, word: &str) -> bool {
    list.contains(word)
        || word
            .strip_suffix('s')
            .is_some_and(|word| list.contains(word))
}
