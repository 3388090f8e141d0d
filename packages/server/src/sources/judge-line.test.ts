import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { isLost, isMisplaced, judgeLine } from './judge-line.ts'

const gb = (text: string) => new Uint8Array(iconv.encode(text, 'gb18030'))
const utf8 = (text: string) => new TextEncoder().encode(text)

/** Everyday letters, as names and addresses are written with. */
const letters = Array.from(
  '李桂芳王建国张秀英刘伟陈静杨洋赵磊黄丽周杰吴敏徐强孙燕胡军朱红高峰林娜何斌郭涛马超罗琳梁宇宋雪郑凯谢萍韩冰唐波冯雷于洁董浩程莉曹鹏袁媛邓辉许晴傅颖沈阳曾勇彭波吕芬苏畅卢山蒋蕾蔡明贾玲丁香魏巍薛凯叶青阎良余庆潘虹杜鹃戴安夏雨钟声汪洋田园任重姜维范冰方圆石头姚明谭咏廖凡邹市熊猫金银陆地郝建孔雀白云崔健康毛泽邱少秦岭江河史记顾问侯门邵阳孟子龙虎万里段誉漕河雷声钱财汤圆尹志黎明易水常熟武汉乔木贺岁赖床龚古文静海省市县镇村组街道路号小区单元楼室',
)

describe('a line', () => {
  it.each<[string, Uint8Array, string]>([
    ['plain', utf8('C1|A|1970'), 'ascii'],
    ['a name in UTF-8', utf8('C1|李桂芳|1970'), 'utf-8'],
    ['a name in GBK', gb('C1|李桂芳|1970'), 'gb18030'],
    ['a name of four bytes a letter in UTF-8', utf8('C1|𠮷野|1970'), 'utf-8'],
    ['a name in traditional letters in UTF-8', utf8('C1|羅鳳儀|1970'), 'utf-8'],
    ['an accent beside plain letters', utf8('C1|José|1970'), 'utf-8'],
    ['a Russian name in UTF-8', utf8('C1|Иван|1970'), 'utf-8'],
    ['a Uyghur name in UTF-8', utf8('C1|ئابدۇللا|1970'), 'utf-8'],
    ['a Tibetan name in UTF-8', utf8('C1|བཀྲ་ཤིས|1970'), 'utf-8'],
    ['two letters of GBK that are valid UTF-8', gb('C1|钱|1970'), 'gb18030'],
    ['text of Taiwan in Big5', new Uint8Array(iconv.encode('C1|臺灣銀行|1970', 'big5')), 'neither'],
  ])('that holds %s is in %s', (_what, bytes, judged) => {
    expect(judgeLine(bytes)).toBe(judged)
  })

  it('of everyday letters is known in either encoding, however short', () => {
    const name = fc.array(fc.constantFrom(...letters), { minLength: 2, maxLength: 12 })
    let wrong = 0
    fc.assert(
      fc.property(name, fc.nat(99_999), (letters, no) => {
        const line = `C${no}|${letters.join('')}|19700101`
        if (!isMisplaced(gb(line), 'utf-8') && judgeLine(gb(line)) !== 'gb18030') wrong += 1
        if (!isMisplaced(utf8(line), 'gb18030')) wrong += 1
        if (isMisplaced(gb(line), 'gb18030') || isMisplaced(utf8(line), 'utf-8')) wrong += 1
      }),
      { numRuns: 5_000 },
    )
    expect(wrong).toBe(0)
  })

  it.each(['李\ufffd芳', '锟斤拷', 'ï¿½', 'a\0b'])('%j was lost before it came', (text) => {
    expect(isLost(text)).toBe(true)
  })
})
