/** The first letters of Chinese words as they are spoken: 会员列表 is found by hylb. The browser's own order of words tells them. */

const LETTERS = "abcdefghjklmnopqrstwxyz";
/** For each letter the first character, in the order of speech, whose sound begins with it. */
const FIRST = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀";

const spoken = new Intl.Collator("zh-CN-u-co-pinyin");

export function initials(text: string): string {
  return [...text].map(initial).join("");
}

function initial(character: string): string {
  if (/[a-z0-9]/i.test(character)) return character.toLowerCase();
  if (!/\p{Script=Han}/u.test(character)) return "";
  let place = -1;
  for (const [at, first] of [...FIRST].entries()) {
    if (spoken.compare(first, character) <= 0) place = at;
  }
  return LETTERS[place] ?? "";
}
