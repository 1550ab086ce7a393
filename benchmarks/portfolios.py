"""Write invented portfolios of every size and script, to look at their pages and to weigh them."""

import datetime
import random
from pathlib import Path

import msgspec

SEED = 1_300
KINDS = ("coding", "system-design", "behavioral", "take-home")
_PEOPLE = ("Dana R.", "Imogen Tait", "Kofi A.", "Wen Li", "Sol Marin", "Ines Duarte")


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one writing: a name, a language, a scale, skills, themes, and pieces of sentences."""

    author: str
    language: str
    scale: tuple[str, ...]
    skills: tuple[str, ...]
    themes: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    plans: tuple[str, ...]


ENGLISH = Script(
    author="Robin Ashdown",
    language="en",
    scale=("not yet", "getting there", "solid", "strong"),
    skills=("Communication", "Problem solving", "Testing", "Trade-offs", "Listening", "Time management"),
    themes=("edge cases", "rushing", "silence", "naming", "scope", "vague answers"),
    titles=("Merging intervals", "A queue that never ends", "Delivery slots", "The story of a release"),
    sentences=(
        "Said what grows and what each step costs before anybody asked",
        "Nothing was tried beyond the sample: no empty list, no single one, no circle",
        "You told me what you were unsure of, and that made it easy to help",
        "The second half of the hour went to a detail that nobody had asked for",
        "Drew the boxes first and named them afterwards",
        "Read the message and went to the right line",
    ),
    plans=(
        "If my first version works, then I run two edge cases aloud before I say that it works",
        "If a round starts, then I put a timer on the desk",
        "If a sentence can be read in two ways, then I ask on the same day",
    ),
)
LONG = "Donaudampfschifffahrtselektrizitätenhaupt"
LONG_WORDS = msgspec.structs.replace(
    ENGLISH,
    author="Wilhelmina-Alexandra Freifrau von Hohenstaufen-Langenscheidt",
    scale=("noch-ueberhaupt-nicht-vorhanden-gewesenes", "auf-dem-richtigen-Wege-dorthin-befindlich", LONG, LONG[::-1]),
    skills=("Rindfleischetikettierungsueberwachungsauf", "Kraftfahrzeughaftpflichtversicherungspru", "Testing"),
    themes=("grundstuecksverkehrsgenehmigungszustaendigkeit", "rushing", "edge cases"),
    titles=("Verkehrsinfrastrukturfinanzierungsgesellschaft", "Trees"),
)
ARABIC = Script(
    author="ليلى الحسن",
    language="ar",
    scale=("ليس بعد", "في الطريق", "جيد", "متقن"),
    skills=("التواصل", "حل المشكلات", "الاختبار", "المفاضلات", "الإصغاء"),
    themes=("الحالات الحدية", "العجلة", "الصمت"),
    titles=("دمج الفترات", "طابور لا ينتهي", "قصة إصدار"),
    sentences=(
        "شرحت كلفة كل خطوة قبل أن يسأل أحد",
        "لم تجرب شيئا خارج المثال المعطى",
        "قالت ما لم تكن متأكدة منه فسهل ذلك المساعدة",
    ),
    plans=("إذا نجحت نسختي الأولى، فإني أجرب حالتين حديتين بصوت عال", "إذا بدأت الجولة، فإني أضع مؤقتا على المكتب"),
)
CHINESE = Script(
    author="李文静",
    language="zh",
    scale=("还没有", "在路上", "扎实", "出色"),
    skills=("沟通", "解决问题", "测试", "权衡取舍", "倾听"),
    themes=("边界情况", "匆忙", "沉默"),
    titles=("合并区间", "永不结束的队列", "一次发布的故事"),
    sentences=(
        "在别人提问之前就说明了每一步的代价",
        "除了给出的例子之外什么都没有试过",
        "她说出了自己不确定的地方,这让帮助变得容易",
    ),
    plans=("如果第一个版本可以运行,那么我会大声说出两个边界情况", "如果一轮面试开始,那么我会把计时器放在桌上"),
)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How large a portfolio is: its interviews over so many days, and its skills."""

    interviews: int
    days: int = 380
    skills: int = 6
    script: Script = ENGLISH


PLANS = {
    "0": Plan(interviews=0),
    "1": Plan(interviews=1),
    "3": Plan(interviews=3, days=40),
    "28": Plan(interviews=28),
    "60": Plan(interviews=60),
    "400": Plan(interviews=400, days=2_000),
    "1000": Plan(interviews=1_000, days=2_900, skills=12),
    "24x60": Plan(interviews=60, skills=24),
    "long-words": Plan(interviews=20, script=LONG_WORDS),
    "arabic": Plan(interviews=20, script=ARABIC),
    "chinese": Plan(interviews=20, script=CHINESE),
}
"""The portfolios that the pictures are taken of, by name."""


def write_portfolio(folder: Path, plan: Plan) -> None:
    """Write one portfolio: everything in it is public."""
    content, script = folder / "content", plan.script
    for name in ("interviews", "skills", "pages"):
        (content / name).mkdir(parents=True, exist_ok=True)
    slugs = [f"skill-{place}" for place in range(plan.skills)]
    kinds = {kind: slugs[place % 2 :] or slugs for place, kind in enumerate(KINDS)}
    lines = [
        f'title: "{script.author}"',
        f'author: "{script.author}"',
        f"language: {script.language}",
        f"scale: [{', '.join(script.scale)}]",
        "visibility: public",
        "kinds:",
        *(f"  {kind}: {{title: {kind.title()}, skills: [{', '.join(several)}]}}" for kind, several in kinds.items()),
    ]
    _write(content / "portfolio.yaml", lines)
    for place, slug in enumerate(slugs):
        title = script.skills[place % len(script.skills)]
        more = f" {place // len(script.skills) + 1}" if place >= len(script.skills) else ""
        aim = ("target: 3",) if place % 3 == 0 else ()
        _write(content / "skills" / f"{slug}.md", ["---", f'title: "{title}{more}"', *aim, "---", script.sentences[0]])
    about = f"{script.sentences[0]}. {script.sentences[1]}."
    _write(content / "pages" / "about.md", ["---", f'title: "{script.author}"', "visibility: public", "---", about])
    _write_interviews(content / "interviews", plan, slugs)


def _write_interviews(folder: Path, plan: Plan, slugs: list[str]) -> None:
    chance, script = random.Random(SEED), plan.script
    first = datetime.date(2026, 11, 20) - datetime.timedelta(days=plan.days)
    open_plans: list[str] = []
    for place in range(plan.interviews):
        date = first + datetime.timedelta(days=round(plan.days * place / max(1, plan.interviews - 1)))
        share = place / max(1, plan.interviews - 1)
        rated = chance.sample(slugs, max(1, round(len(slugs) * 0.6)))
        ratings = {slug: min(4, max(1, round(1.6 + 1.6 * share + chance.gauss(0, 0.7)))) for slug in rated}
        own = {slug: min(4, max(1, step + chance.choice((-1, 0, 0, 1)))) for slug, step in ratings.items()}
        tried = {id: chance.choice(("kept", "partly", "missed", "kept", "no-chance")) for id in open_plans[:2]}
        open_plans = [id for id in open_plans if tried.get(id) != "kept"][-4:]
        head = [
            "---",
            f'title: "{script.titles[place % len(script.titles)]} {place + 1}"',
            f"date: {date}",
            f"mode: {'real' if place % 4 == 3 else 'mock'}",
            f"kind: {KINDS[place % len(KINDS)]}",
            f"interviewer: {_PEOPLE[place % len(_PEOPLE)]}",
            f"relation: {('peer', 'mentor', 'professional')[place % 3]}",
            "visibility: public",
            f"ratings: {{{', '.join(f'{slug}: {step}' for slug, step in ratings.items())}}}",
            f"self: {{{', '.join(f'{slug}: {step}' for slug, step in list(own.items())[: len(own) // 2])}}}",
            *([f"outcomes: {{{', '.join(f'{id}: {it}' for id, it in tried.items())}}}"] if tried else []),
            "---",
            "",
        ]
        made = f"plan-{place}" if place % 2 == 0 else ""
        if made:
            open_plans.append(made)
        _write(folder / f"{date}-{place}.md", [*head, *_body(chance, script, rated, made)])


def _body(chance: random.Random, script: Script, rated: list[str], made: str) -> list[str]:
    def say() -> str:
        return chance.choice(script.sentences)

    theme = chance.choice(script.themes).replace(" ", "-")
    lines = ["## What the interviewer said", "", f"> {say()}.", "", f"{say()}. {say()}. {say()}.", ""]
    lines += ["## What went well", "", f"> {say()}. #{rated[0]}", "", f"- {say()} #{rated[-1]}", ""]
    lines += ["## What to improve", "", f"- {say()} #{rated[0]} #{theme}", f"- {say()} #{rated[-1]}", ""]
    lines += ["## Why, and what I learned", "", *(f"{say()}. {say()}. {say()}. {say()}.\n" for _ in range(3))]
    if made:
        lines += ["## Next time", "", f"- {chance.choice(script.plans)} #{rated[0]} #{theme} ^{made}", ""]
    return lines


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
